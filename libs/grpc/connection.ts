import { type ChannelCredentials, credentials, type Interceptor, Metadata } from '@grpc/grpc-js';
import type { TlsSource } from '#libs/tls/tls-source.js';
import { authorityCredentials, channelCredentials, type WhyOther } from './tls-credentials.js';

/** How a client reaches a server, and by what it proves who it is. One connection serves any number of clients. */
export interface Connection {
  readonly credentials: ChannelCredentials;
  readonly interceptors?: readonly Interceptor[];
}

/** By what a process reaches the service with that name: "scoring", "delivery". */
export type ConnectionTo = (service: string) => Connection;

/**
 * The connection of a process, which proves itself by its certificate.
 *
 * @param whyOther  see `channelCredentials`
 */
export function serviceConnection(source: TlsSource, whyOther?: WhyOther): Connection {
  return { credentials: channelCredentials(source, whyOther) };
}

/**
 * The connection of a person or a feed, which proves itself by a token.
 *
 * @param authority  certificates in PEM of the authorities that may sign the server's certificate; undefined: the public ones
 * @param token      asked before each call, so it has to remember the token that it got
 * @param whyOther   see `authorityCredentials`
 */
export function tokenConnection(
  authority: Buffer | undefined,
  token: () => Promise<string>,
  whyOther?: WhyOther,
): Connection {
  const calls = credentials.createFromMetadataGenerator((_, callback) => {
    token().then(
      (text) => {
        const metadata = new Metadata();
        metadata.set('authorization', `Bearer ${text}`);
        callback(null, metadata);
      },
      (error: Error) => callback(error),
    );
  });
  return { credentials: credentials.combineChannelCredentials(authorityCredentials(authority, whyOther), calls) };
}
