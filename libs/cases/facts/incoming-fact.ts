import { createHash } from 'node:crypto';
import type { Reason } from '#libs/domain/error.js';
import { ORIGINS, type Origin } from '#libs/domain/observation.js';
import type { Part } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';

/** A fact of a call whose shape is in order. */
export interface IncomingFact {
  readonly factId: string;
  readonly ref: Buffer;
  /** The part of the case that it is about, or WHOLE. The body names it too. */
  readonly part: Part;
  /** "delivered", or WITHDRAWAL. */
  readonly kind: string;
  readonly happenedAt: Instant;
  /** Only of a withdrawal: the fact it takes back. */
  readonly withdraws: string | undefined;
  readonly origin: Origin;
  /** Protobuf of the typed fact. */
  readonly body: Uint8Array;
}

/** Why one fact is not kept; its neighbours are. */
export interface RefusedFact {
  readonly factId: string;
  readonly reason: Reason;
  /** "placed.promised_day" */
  readonly field: string;
  /** One plain sentence. */
  readonly detail: string;
}

/** One item of a call after the checks that need no database. */
export type CheckedFact =
  | { readonly is: 'in order'; readonly fact: IncomingFact }
  | { readonly is: 'refused'; readonly refusal: RefusedFact };

/** What became of one item of a call. */
export type Outcome =
  | { readonly result: 'RECORDED' | 'ALREADY_RECORDED'; readonly factId: string; readonly ref: Buffer }
  | ({ readonly result: 'REFUSED' } & RefusedFact);

/** An outcome with the contradictions known of its case. */
export type RecordedOutcome = Outcome & { readonly inconsistencies?: readonly string[] };

/** Two facts are the same when this is: what was said, and whether it was reported, imported or generated. */
export function contentSha256(fact: Pick<IncomingFact, 'body' | 'origin'>): Buffer {
  return createHash('sha256')
    .update(Uint8Array.of(ORIGINS.numberOf(fact.origin)))
    .update(fact.body)
    .digest();
}
