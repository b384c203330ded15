import { currentSecret } from '#libs/runtime/current-secret.js';
import type { Log } from '#libs/runtime/log.js';
import type { Env } from '#libs/runtime/settings-files.js';

/** The secrets that a process reads again from their files. */
type Replaced = 'CX_DATABASE_PASSWORD' | 'KAFKA_SASL_PASSWORD' | 'CX_SIGNING_KEYS' | 'CX_WEBHOOK_SECRETS';

/**
 * A secret of this process as its file holds it now; the log names a file that cannot be used.
 *
 * @returns undefined when it was not given as a file
 */
export function replacedSecret<Name extends Replaced>(
  log: Pick<Log, 'warn'>,
  config: Readonly<Record<Name, string>>,
  name: Name,
  env: Env = process.env,
): (() => string) | undefined {
  const onMistake = (mistake: string) =>
    log.warn({ mistake }, 'a secret cannot be read again; the one that was read before stays in use');
  return currentSecret({ name, atStart: config[name], env, onMistake });
}
