import { type ConnectionTo, serviceConnection } from '#libs/grpc/connection.js';
import { whyOther } from '#libs/identity/other-service.js';
import type { IdentityConfig } from '#libs/runtime/identity-settings.js';
import type { TlsSource } from '#libs/tls/tls-source.js';

/** How this process reaches other services. The server must have the certificate of the service that is meant. */
export function connectTo(tls: TlsSource, { CX_TRUST_DOMAIN }: Pick<IdentityConfig, 'CX_TRUST_DOMAIN'>): ConnectionTo {
  return (service) =>
    serviceConnection(tls, (der) => {
      const why = whyOther(service, der, CX_TRUST_DOMAIN);
      return why === undefined ? undefined : `${why}; correct CX_UPSTREAMS`;
    });
}
