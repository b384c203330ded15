import { checkServerIdentity } from 'node:tls';
import {
  type ChannelCredentials,
  credentials,
  experimental,
  ServerCredentials,
  type VerifyOptions,
} from '@grpc/grpc-js';
import { serverContext } from '#libs/tls/server-context.js';
import type { TlsMaterial, TlsSource } from '#libs/tls/tls-source.js';

/**
 * TLS for a server. It asks clients for a certificate and does not demand one: people and feeds bring a token instead. New
 * connections get the replaced certificates; those that are open stay open.
 */
export function serverCredentials(source: TlsSource): ServerCredentials {
  return new ReplaceableCredentials(source);
}

type Watcher = Parameters<ServerCredentials['_addWatcher']>[0];

/** The credentials of grpc-js for certificates that are replaced leave no say in the options of TLS. */
class ReplaceableCredentials extends ServerCredentials {
  #end: (() => void) | undefined;

  constructor(private readonly source: TlsSource) {
    super({ requestCert: true, rejectUnauthorized: false }, serverContext(source.current));
  }

  override _addWatcher(watcher: Watcher): void {
    super._addWatcher(watcher);
    this.#end ??= this.source.onChange((material) => this.updateSecureContextOptions(serverContext(material)));
  }

  override _removeWatcher(watcher: Watcher): void {
    super._removeWatcher(watcher);
    if (this.getWatcherCount() > 0) return;
    this.#end?.();
    this.#end = undefined;
  }

  override _equals(other: ServerCredentials): boolean {
    return other === this;
  }
}

/** Why the server with this certificate (DER) is not the one that was meant, one sentence; undefined when it is. */
export type WhyOther = (certificate: Uint8Array) => string | undefined;

/**
 * TLS for the clients of a process that proves itself by its certificate.
 *
 * @param whyOther  asked once for each connection, after the authority and the host were checked; unset: any server of the host will do
 */
export function channelCredentials(source: TlsSource, whyOther?: WhyOther): ChannelCredentials {
  const provider = providerOf(source);
  if (whyOther === undefined) return experimental.createCertificateProviderChannelCredentials(provider, provider);
  return experimental.createCertificateProviderChannelCredentials(provider, provider, alsoChecking(whyOther));
}

/**
 * TLS for the clients of a person or a feed, which bring a token instead of a certificate.
 *
 * @param authority  certificates in PEM of the authorities that may sign the server's certificate; undefined: the public ones
 * @param whyOther   see `channelCredentials`
 */
export function authorityCredentials(authority: Buffer | undefined, whyOther?: WhyOther): ChannelCredentials {
  return credentials.createSsl(authority, null, null, whyOther === undefined ? {} : alsoChecking(whyOther));
}

const alsoChecking = (whyOther: WhyOther): VerifyOptions => ({
  checkServerIdentity: (host, certificate) => {
    const wrongHost = checkServerIdentity(host, certificate);
    if (wrongHost !== undefined) return wrongHost;
    const why = whyOther(certificate.raw);
    return why === undefined ? undefined : new Error(why);
  },
});

/** grpc-js takes the first certificates only from a later turn of the event loop: it would lose those given at once. */
function providerOf(source: TlsSource): experimental.CertificateProvider {
  const authorities = new Map<experimental.CaCertificateUpdateListener, () => void>();
  const identities = new Map<experimental.IdentityCertificateUpdateListener, () => void>();
  return {
    addCaCertificateListener(listener) {
      const tell = ({ authority }: TlsMaterial) => listener({ caCertificate: authority });
      authorities.set(listener, source.onChange(tell));
      process.nextTick(() => authorities.has(listener) && tell(source.current));
    },
    removeCaCertificateListener(listener) {
      authorities.get(listener)?.();
      authorities.delete(listener);
    },
    addIdentityCertificateListener(listener) {
      const tell = ({ certificate, key }: TlsMaterial) => listener({ certificate, privateKey: key });
      identities.set(listener, source.onChange(tell));
      process.nextTick(() => identities.has(listener) && tell(source.current));
    },
    removeIdentityCertificateListener(listener) {
      identities.get(listener)?.();
      identities.delete(listener);
    },
  };
}
