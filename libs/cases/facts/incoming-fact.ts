import { hash } from 'node:crypto';
import type { Reason } from '#libs/domain/error.js';
import { ORIGINS, type Origin } from '#libs/domain/observation.js';
import type { Part } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';

/** A fact of a call that has passed the checks without a database. */
export interface IncomingFact {
  readonly factId: string;
  readonly ref: Buffer;
  /** The part of the case that it is about, or WHOLE. The body names it too. */
  readonly part: Part;
  /** "delivered", or WITHDRAWAL. */
  readonly kind: string;
  readonly happenedAt: Instant;
  /** Only of a withdrawal: the fact that it withdraws. */
  readonly withdraws: string | undefined;
  readonly origin: Origin;
  /** It is about a subject, and not about an order or a contact. */
  readonly isOfSubject?: boolean;
  /** Protobuf of the typed fact. */
  readonly body: Uint8Array;
  /** Who it is about, where that may be a case alone or a part of a larger case: a contact, alone or of an issue. */
  readonly member?: Member | undefined;
}

/** What is a case alone, or a part of a larger case. All facts about it stand in one case. */
export interface Member {
  /** Its own id: the part that it is in a larger case. */
  readonly id: string;
  /** The ref that it has as a case alone. */
  readonly ref: Buffer;
}

/** Why one fact is refused. Other facts of the call are not affected. */
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

/** An outcome with the inconsistencies that are known of its case. */
export type RecordedOutcome = Outcome & { readonly inconsistencies?: readonly string[] };

/** The hash of a fact's content and origin. Two facts with one hash are the same fact. */
export function contentSha256(fact: Pick<IncomingFact, 'body' | 'origin'>): Buffer {
  const content = Buffer.allocUnsafe(1 + fact.body.length);
  content[0] = ORIGINS.numberOf(fact.origin);
  content.set(fact.body, 1);
  return hash('sha256', content, 'buffer');
}

/** The outcome of a fact about a case that was erased. */
export function refusedAsErased(factId: string): Outcome {
  const detail = 'this case was erased; the fact is not kept, and sending it again does not help';
  return { result: 'REFUSED', factId, reason: 'CASE_ERASED', field: '', detail };
}
