import { readFileSync, statSync } from 'node:fs';

/** Environment variables; an empty one counts as not set. */
export type Env = Readonly<Record<string, string | undefined>>;

/** A file with a setting that others than its owner and group may read or change. */
export interface ExposedFile {
  /** "CX_CASE_KEY_FILE" */
  readonly setting: string;
  readonly file: string;
}

export interface Filled {
  readonly env: Env;
  /** Settings whose file cannot be used, with a sentence each. */
  readonly mistakes: ReadonlyMap<string, string>;
  readonly exposed: readonly ExposedFile[];
}

/** More than any key, certificate or password needs. */
const MAX_BYTES = 1 << 20;
const OTHERS_READ_OR_WRITE = 0o006;

/**
 * Reads the settings that are given as files: the content of the file that `NAME_FILE` names becomes `NAME`, without one line
 * break at its end. Orchestrators mount secrets as files, and a file shows in no list of processes.
 *
 * @param names  the settings of this process
 * @returns      no sentence holds a value
 */
export function fillFromFiles(names: readonly string[], env: Env): Filled {
  const filled: Record<string, string | undefined> = { ...env };
  const mistakes = new Map<string, string>();
  const exposed: ExposedFile[] = [];
  for (const name of names) {
    const setting = `${name}_FILE`;
    const file = env[setting] ?? '';
    if (file === '') continue;
    try {
      if ((env[name] ?? '') !== '') throw new Unusable(`${name} and ${setting} are both set; set only one of them.`);
      filled[name] = read(setting, file);
      if ((statSync(file).mode & OTHERS_READ_OR_WRITE) !== 0) exposed.push({ setting, file });
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      mistakes.set(name, error.message);
    }
  }
  return { env: filled, mistakes, exposed };
}

class Unusable extends Error {}

function read(setting: string, file: string): string {
  const bytes = bytesOf(setting, file);
  if (bytes.length > MAX_BYTES) throw new Unusable(`${setting} is wrong: ${file} is larger than 1 MiB.`);
  const text = textOf(setting, file, bytes).replace(/\r?\n$/, '');
  if (text === '') throw new Unusable(`${setting} is wrong: ${file} is empty; write the value into it.`);
  return text;
}

function bytesOf(setting: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Unusable(`${setting} is wrong: ${file} cannot be read: ${whyNot(error)}.`, { cause: error });
  }
}

/** What the operator changes, by the error code of Node. */
const CURES: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file; correct the path, or mount the file',
  EACCES: 'the user of this process may not read it; make that user its owner, or its group the group of the process',
  EISDIR: 'it is a folder; name a file in it',
};

function whyNot(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return CURES[code] ?? message;
}

function textOf(setting: string, file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Unusable(`${setting} is wrong: ${file} is not text in UTF-8; write it again as text.`, { cause: error });
  }
}
