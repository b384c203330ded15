import type { MetricsTls } from '#libs/metrics/server.js';
import { metricsReaders } from '#libs/process/prove-callers.js';
import { isLoopback } from '#libs/security/loopback.js';
import { TlsFiles, TlsMistake } from '#libs/tls/tls-files.js';
import { SettingError } from '../addresses.js';

/** Where a feed shows its metrics, and how. */
export interface MetricsPlace {
  readonly host: string;
  readonly port: number;
  /** Undefined: plain text. */
  readonly tls: MetricsTls | undefined;
  /** Reads certificates that were replaced. */
  readonly poll: () => void;
}

/**
 * The port for metrics of `cx feed kafka`. With a certificate, as services have one, it is served with TLS, and only prometheus and operator
 * read figures. Without one it is plain text on loopback, since its figures tell how much a company sells. CX_FEED_PLAIN_METRICS=yes lets plain text
 * out of the machine, for a network that encrypts by itself.
 *
 * @param say  a line for the operator
 * @throws {SettingError} for files that cannot be used, and for plain text on another address than loopback
 */
export function metricsPlace(
  { host, port }: { readonly host: string; readonly port: number },
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): MetricsPlace {
  const files = openFiles(env, say);
  if (files !== undefined) {
    const trustDomain = env['CX_TRUST_DOMAIN'] ?? '';
    if (trustDomain === '') throw new SettingError('CX_TRUST_DOMAIN is not set; certificates name it: cx.example.com.');
    const refusal = metricsReaders({ CX_TRUST_DOMAIN: trustDomain }, () => undefined);
    return { host, port, tls: { source: files, refusal }, poll: () => files.poll() };
  }
  if (!isLoopback(host) && env['CX_FEED_PLAIN_METRICS'] !== 'yes') {
    throw new SettingError(
      `Metrics would leave this machine as plain text at ${host}: set CX_TLS_CERTIFICATE_FILE, CX_TLS_KEY_FILE and CX_TLS_CA_FILE, leave out --metrics-host, or set CX_FEED_PLAIN_METRICS=yes.`,
    );
  }
  return { host, port, tls: undefined, poll: () => undefined };
}

/** `cx` reads CX_TLS_CA_FILE for itself, so only a certificate of its own means TLS. */
function openFiles(env: NodeJS.ProcessEnv, say: (line: string) => void): TlsFiles | undefined {
  const certificate = env['CX_TLS_CERTIFICATE_FILE'] ?? '';
  if (certificate === '') return undefined;
  const names = { certificate, key: env['CX_TLS_KEY_FILE'] ?? '', authority: env['CX_TLS_CA_FILE'] ?? '' };
  try {
    return new TlsFiles(names, { onReplaced: () => say('The certificate was replaced.'), onMistake: say });
  } catch (error) {
    if (error instanceof TlsMistake) throw new SettingError(error.message, { cause: error });
    throw error;
  }
}
