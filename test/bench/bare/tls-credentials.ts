import { type ChannelCredentials, credentials, ServerCredentials } from '@grpc/grpc-js';
import type { TlsSource } from '#libs/tls/tls-source.js';

/** Stands in for libs/grpc/tls-credentials.ts in the services without security that `npm run bench -- --security` compares with. */
export function serverCredentials(_: TlsSource): ServerCredentials {
  return ServerCredentials.createInsecure();
}

/** As there; here no server is another one. */
export type WhyOther = (certificate: Uint8Array) => string | undefined;

export function channelCredentials(_: TlsSource, __?: WhyOther): ChannelCredentials {
  return credentials.createInsecure();
}

export function authorityCredentials(_: Buffer | undefined, __?: WhyOther): ChannelCredentials {
  return credentials.createInsecure();
}
