import type { Metrics } from '#libs/metrics/metrics.js';
import { replacedSecret } from '#libs/process/replaced-secret.js';
import type { Clock } from '#libs/runtime/clock.js';
import { ConfigError } from '#libs/runtime/config.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { KeyFileMistake } from '#libs/signing/key-file.js';
import type { Config } from './config.js';
import { CurrentKeys } from './current-keys.js';

/** A rotation is in use this much later. */
const POLL_MS = 5_000;

export interface OpenKeysOptions {
  readonly metrics: Pick<Metrics, 'signingKeyBegins'>;
  readonly clock: Clock;
}

/**
 * Opens the keys of this process, and reads them again when their file changes. The age of the key that signs is exported.
 *
 * @throws {ConfigError} when they cannot be used
 */
export async function openKeys(
  lifecycle: Lifecycle,
  config: Pick<Config, 'CX_SIGNING_KEYS'>,
  { metrics, clock }: OpenKeysOptions,
): Promise<CurrentKeys> {
  const { log } = lifecycle;
  const read = replacedSecret(log, config, 'CX_SIGNING_KEYS') ?? (() => config.CX_SIGNING_KEYS);
  const keys = opened(read, {
    onReplaced: (all) => log.info({ keys: all.map(({ keyId }) => keyId) }, 'the signing keys were replaced'),
    onMistake: (mistake) => log.error({ mistake }, 'new signing keys cannot be used; the old ones stay in use'),
  });
  const look = async () => {
    keys.poll();
    const current = keys.at(clock.now());
    // 0, so that a signer without a key for now is seen as one with a very old key.
    metrics.signingKeyBegins.set({}, current === undefined ? 0 : current.from / 1000);
  };
  await look();
  const onError = (error: unknown) => log.error({ error }, 'a bug: the signing keys were not looked at');
  await lifecycle.add(
    'signing keys',
    () => every(POLL_MS, look, { onError, firstAfterMs: POLL_MS }),
    (it) => it.stop(),
  );
  return keys;
}

function opened(...given: ConstructorParameters<typeof CurrentKeys>): CurrentKeys {
  try {
    return new CurrentKeys(...given);
  } catch (error) {
    if (error instanceof KeyFileMistake) throw new ConfigError([`CX_SIGNING_KEYS is wrong: ${error.message}.`]);
    throw error;
  }
}
