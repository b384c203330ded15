import type { Metrics } from '#libs/metrics/metrics.js';
import { ConfigError } from '#libs/runtime/config.js';
import { every } from '#libs/runtime/every.js';
import type { IdentityConfig } from '#libs/runtime/identity-settings.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { TlsFiles, TlsMistake } from '#libs/tls/tls-files.js';
import { expiryOf } from '#libs/tls/tls-material.js';
import type { TlsMaterial, TlsSource } from '#libs/tls/tls-source.js';

type Files = Pick<IdentityConfig, 'CX_TLS_CERTIFICATE_FILE' | 'CX_TLS_KEY_FILE' | 'CX_TLS_CA_FILE'>;

/** Three files are looked at; a renewal is in use this much later. */
const POLL_MS = 5_000;

/**
 * The certificates of this process, by which it proves itself as a server and as a client. Replaced files are used for new
 * connections without a restart.
 *
 * @throws {ConfigError} when the files cannot be used
 */
export async function openTls(
  lifecycle: Lifecycle,
  config: Files,
  metrics: Pick<Metrics, 'certificateExpires'>,
): Promise<TlsSource> {
  const { log } = lifecycle;
  const show = (material: TlsMaterial) => {
    const { own, authority } = expiryOf(material);
    metrics.certificateExpires.set({ certificate: 'own' }, own / 1000);
    metrics.certificateExpires.set({ certificate: 'authority' }, authority / 1000);
  };
  const files = opened(config, {
    onReplaced: (material) => {
      show(material);
      log.info({ expires: new Date(expiryOf(material).own).toISOString() }, 'the certificates were replaced');
    },
    onMistake: (mistake) => log.error({ mistake }, 'new certificates cannot be used; the old ones stay in use'),
  });
  show(files.current);
  const onError = (error: unknown) => log.error({ error }, 'a bug: the certificates were not looked at');
  await lifecycle.add(
    'certificates',
    () => every(POLL_MS, async () => files.poll(), { onError, firstAfterMs: POLL_MS }),
    (it) => it.stop(),
  );
  return files;
}

function opened(config: Files, events: ConstructorParameters<typeof TlsFiles>[1]): TlsFiles {
  const names = {
    certificate: config.CX_TLS_CERTIFICATE_FILE,
    key: config.CX_TLS_KEY_FILE,
    authority: config.CX_TLS_CA_FILE,
  };
  try {
    return new TlsFiles(names, events);
  } catch (error) {
    if (error instanceof TlsMistake) throw new ConfigError([error.message]);
    throw error;
  }
}
