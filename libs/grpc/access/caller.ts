import type { Metadata } from '@grpc/grpc-js';
import type { Caller, Proven } from '#libs/domain/access.js';
import type { ClientCertificate } from '#libs/domain/proof.js';

export type { Binding, Caller, Proven, Role } from '#libs/domain/access.js';

/** What is known about the other side of a connection. */
export interface Peer {
  /** "127.0.0.1:53214" */
  readonly address: string;
  /** What TLS found out about the certificate of the client. */
  readonly certificate: ClientCertificate;
}

/**
 * Finds out who sends a call, from its connection and its metadata. It may take time, for example to fetch the keys that
 * signed a token.
 *
 * @throws {CxError} CALLER_UNKNOWN when the call does not prove who sends it
 */
export type Identify = (peer: Peer, metadata: Metadata) => Promise<Proven>;

/**
 * The roles of a proven caller at this instant: none for one that no document binds, with what to do in `lacks`.
 *
 * @throws {CxError} CALLER_UNKNOWN for a certificate that names no service of this installation
 */
export type BindingsOf = (proven: Proven) => Caller;
