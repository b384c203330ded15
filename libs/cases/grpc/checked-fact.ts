import type { Origin } from '#libs/domain/observation.js';
import type { Part } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';
import { caseRef } from '../facts/case-ref.js';
import { type Objection, objectionTo, objectionToId } from '../facts/fact-checks.js';
import type { CheckedFact } from '../facts/incoming-fact.js';
import { WITHDRAWAL } from '../facts/stored-fact.js';
import type { NamedCase } from './naming.js';

/** What the generated facts of all departments have in common. */
interface TypedFact {
  readonly factId: string;
  readonly happenedAt: Date | undefined;
  readonly what: { readonly $case: string; readonly value: unknown } | undefined;
}

interface Withdrawing {
  readonly value: { readonly factId: string };
}

export interface CheckOptions {
  /** The order, the contact or the subject that it is about. */
  readonly about: NamedCase;
  /** The parcel of the order that it is about, or WHOLE. */
  readonly part: Part;
  readonly caseKey: Uint8Array;
  readonly origin: Origin;
  readonly now: Instant;
  /** Protobuf of the fact as it is kept. */
  readonly body: () => Uint8Array;
  /** What is wrong with what happened, if anything; asked when the rest is in order. */
  readonly objection?: (happenedAt: Instant) => Objection | undefined;
}

/** Checks one fact of a contract and takes it over, or says what is wrong with it first. */
export function checkedFact(fact: TypedFact, options: CheckOptions): CheckedFact {
  const { about, part, caseKey, origin, now } = options;
  const { kind: caseKind, id: caseId, issueId } = about;
  const { factId, what } = fact;
  const happenedAt = fact.happenedAt?.getTime();
  const kind = what === undefined ? undefined : kindOf(what.$case);
  const withdraws = kind === WITHDRAWAL ? (what as Withdrawing).value.factId : undefined;
  const common = { factId, caseId, happenedAt, kind, withdraws };
  const objection =
    objectionTo(common, about.idField, now) ??
    about.objection ??
    objectionToIssue(issueId) ??
    options.objection?.(happenedAt ?? 0);
  if (objection !== undefined) return { is: 'refused', refusal: { factId, ...objection } };
  if (kind === undefined || happenedAt === undefined) throw new Error('a fact without kind or time passed the checks');
  const ref = caseRef(caseKey, caseKind, caseId);
  return {
    is: 'in order',
    // In one piece: spreads take several times as long.
    fact: {
      factId,
      ref: issueId ? caseRef(caseKey, 'issue', issueId) : ref,
      part: issueId ? caseId : part,
      isOfSubject: about.isSubject,
      member: issueId === undefined ? undefined : { id: caseId, ref },
      kind,
      happenedAt,
      withdraws,
      origin,
      body: options.body(),
    },
  };
}

function objectionToIssue(issueId = ''): Objection | undefined {
  return issueId === '' ? undefined : objectionToId(issueId, 'ISSUE_ID_INVALID', 'issue_id');
}

/** The contract's "firstResponse" is "first_response" everywhere else. */
export function kindOf(oneofCase: string): string {
  const known = KINDS.get(oneofCase);
  if (known !== undefined) return known;
  const kind = oneofCase.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  KINDS.set(oneofCase, kind);
  return kind;
}

/** As many as the contracts have. */
const KINDS = new Map<string, string>();
