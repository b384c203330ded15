import { hideInLog } from './log.js';
import { type Env, fillFromFiles } from './settings-files.js';

/** A secret that is replaced while the process runs. */
export interface CurrentSecretOptions {
  /** "CX_DATABASE_PASSWORD" */
  readonly name: string;
  /** As the settings of the process were read. */
  readonly atStart: string;
  readonly env: Env;
  /** The file cannot be used now; a sentence without the value. Once for each sentence. */
  readonly onMistake: (mistake: string) => void;
}

/**
 * Reads a secret again from the file that `NAME_FILE` names, each time it is asked. A file that cannot be used, because it is being
 * replaced, leaves the value that was read last.
 *
 * @returns undefined when no file is named: then the secret stays as it was at the start
 */
export function currentSecret({ name, atStart, env, onMistake }: CurrentSecretOptions): (() => string) | undefined {
  if ((env[`${name}_FILE`] ?? '') === '') return undefined;
  let [last, reported]: [string, string | undefined] = [atStart, undefined];
  return () => {
    const { env: filled, mistakes } = fillFromFiles([name], env);
    const mistake = mistakes.get(name);
    if (mistake !== undefined && mistake !== reported) onMistake(mistake);
    reported = mistake;
    const value = filled[name] ?? '';
    if (mistake !== undefined || value === last) return last;
    hideInLog(value);
    last = value;
    return last;
  };
}
