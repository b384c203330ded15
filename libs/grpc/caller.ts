import type { Metadata } from '@grpc/grpc-js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/observation.js';

/**
 * What a caller may do: report facts to a source, read results, fetch and acknowledge batches, ask for bonus inputs, publish the
 * company's documents.
 */
export type Grant = `report:${Source}` | 'read' | 'batches' | 'bonus' | 'publish';

/** The grants of one call: a caller needs one of them. There is always at least one. */
export type Needed = readonly [Grant, ...Grant[]];

/** Who calls. The name is written into every fact as its feed. */
export interface Caller {
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Why it lacks the others and what to do, where the server knows more than the names of grants. */
  readonly lacks?: string;
}

/** What is known about the other side of a connection. */
export interface Peer {
  /** "127.0.0.1:53214" */
  readonly address: string;
  /** The client's certificate in DER, verified by TLS; undefined without mutual TLS. */
  readonly certificate: Uint8Array | undefined;
}

/**
 * Finds out who sends a call, from its connection and its metadata. It may take time, for example to fetch the keys that
 * signed a token.
 *
 * @throws {CxError} CALLER_UNKNOWN when the call does not prove, or does not say, who sends it
 */
export type Identify = (peer: Peer, metadata: Metadata) => Promise<Caller>;

/** @throws {CxError} CALLER_NOT_ALLOWED when the caller holds none of the grants */
export function requireOneOf({ name, grants, lacks }: Caller, needed: Needed): void {
  if (needed.some((grant) => grants.includes(grant))) return;
  const grant = needed.length === 1 ? `the grant ${needed[0]}` : `one of the grants ${needed.join(', ')}`;
  const cure = lacks === undefined ? '' : `; ${lacks}`;
  throw new CxError('CALLER_NOT_ALLOWED', `${name} may not do this: it needs ${grant}${cure}`);
}
