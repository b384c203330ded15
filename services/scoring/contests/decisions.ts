import { RULING_OUTCOMES, type RulingOutcome, SECOND_ANSWERS, type SecondAnswer } from '#libs/domain/ruling.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { RuledShare } from './needs-second.js';
import type { Contest } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A person who reviews, with the departments that the call has proven. */
export interface Reviewer {
  readonly name: string;
  readonly departments: readonly string[];
}

export interface DecisionToAdd {
  readonly contest: number;
  readonly requestId: string;
  readonly requestSha256: Buffer;
  readonly outcome: RulingOutcome;
  /** Empty unless CHARGED. */
  readonly chargedTo: string;
  readonly reason: string;
  readonly evidence: string;
  readonly needsSecond: boolean;
  /** Verdicts of the case and other records that the reviewer has read; empty of the clock and of older decisions. */
  readonly cites: readonly string[];
  readonly decidedAt: Instant;
  /** Of a decision of the clock: the deadline that had passed; undefined when a person decides. */
  readonly dueAt: Instant | undefined;
}

/** A decision as it is kept, for ever, and what became of it. */
export interface Decision extends Omit<DecisionToAdd, 'requestId' | 'requestSha256'> {
  /** From 1, of the installation. */
  readonly number: number;
  readonly decidedBy: string;
  /** Undefined without an answer. */
  readonly answer: SecondAnswer | undefined;
  readonly answerReason: string;
  readonly answeredBy: string;
  /** The number of the ruling that it became; undefined while it waits, and when it was refused. */
  readonly ruling: number | undefined;
}

interface Row extends Pick<Decision, 'number' | 'contest' | 'reason' | 'evidence' | 'cites'> {
  readonly outcome: number;
  readonly charged_to: string;
  readonly needs_second: boolean;
  readonly decided_by: string;
  readonly decided_at: Date;
  readonly due_at: Date | null;
  readonly answer: number | null;
  readonly answer_reason: string | null;
  readonly answered_by: string | null;
  readonly ruling: number | null;
}

/** The decisions about some contests, in order of time. */
export async function decisionsOf(
  tx: Pick<Database, 'query'>,
  contests: readonly Pick<Contest, 'number'>[],
): Promise<readonly Decision[]> {
  if (contests.length === 0) return [];
  const rows = await tx.query<Row>(sql('decisions-of-contests'), [contests.map(({ number }) => number)]);
  return rows.map((row) => ({
    ...{ number: row.number, contest: row.contest, reason: row.reason, evidence: row.evidence },
    cites: row.cites,
    outcome: RULING_OUTCOMES.wordOf(row.outcome),
    chargedTo: row.charged_to,
    needsSecond: row.needs_second,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at.getTime(),
    dueAt: row.due_at?.getTime(),
    answer: row.answer === null ? undefined : SECOND_ANSWERS.wordOf(row.answer),
    answerReason: row.answer_reason ?? '',
    answeredBy: row.answered_by ?? '',
    ruling: row.ruling ?? undefined,
  }));
}

/** The contest that a request has decided before. */
export async function findDecided(
  tx: Pick<Database, 'query'>,
  requestId: string,
): Promise<{ readonly contest: number; readonly requestSha256: Buffer } | undefined> {
  const [row] = await tx.query<{ contest: number; request_sha256: Buffer }>(sql('decided-by-request'), [requestId]);
  return row && { contest: row.contest, requestSha256: row.request_sha256 };
}

/** Adds a decision. The caller holds the lock. */
export async function addDecision(tx: Transaction, decision: DecisionToAdd, by: Reviewer): Promise<number> {
  const { contest, requestId, requestSha256, chargedTo, reason, evidence, needsSecond } = decision;
  const of = [
    contest,
    requestId,
    requestSha256,
    RULING_OUTCOMES.numberOf(decision.outcome),
    chargedTo,
    reason,
    evidence,
  ];
  const { decidedAt, dueAt } = decision;
  const at = [new Date(decidedAt), dueAt === undefined ? null : new Date(dueAt)];
  const values = [...of, needsSecond, by.name, by.departments, ...at, decision.cites];
  const [row] = await tx.query<{ number: number }>(sql('add-decision'), values);
  if (row === undefined) throw new Error('an insert returned nothing');
  return row.number;
}

export interface SecondAnswerToAdd {
  readonly decision: number;
  readonly answer: SecondAnswer;
  readonly reason: string;
  readonly now: Instant;
}

/** Adds what a second reviewer answers. The caller holds the lock. */
export async function addSecondAnswer(
  tx: Transaction,
  { decision, answer, reason, now }: SecondAnswerToAdd,
  by: Reviewer,
): Promise<void> {
  const values = [decision, SECOND_ANSWERS.numberOf(answer), reason, by.name, by.departments, new Date(now)];
  await tx.execute(sql('add-second-answer'), values);
}

/** Makes a decision a ruling. The caller holds the lock. */
export async function addRuling(
  tx: Transaction,
  decision: number,
  now: Instant,
): Promise<{ readonly number: number; readonly ruledAt: Instant }> {
  const [row] = await tx.query<{ number: number; ruled_at: Date }>(sql('add-ruling'), [decision, new Date(now)]);
  if (row === undefined) throw new Error('an insert returned nothing');
  return { number: row.number, ruledAt: row.ruled_at.getTime() };
}

/** The cases of a contest's department and metric in some days, and how many others of them are ruled. */
export async function ruledShare(
  tx: Pick<Database, 'query'>,
  { judgedBy, metric, caseRef }: Pick<Contest, 'judgedBy' | 'metric' | 'caseRef'>,
  days: { readonly firstDay: Day; readonly lastDay: Day },
): Promise<RuledShare> {
  const [row] = await tx.query<RuledShare>(sql('ruled-share'), [
    ...[judgedBy, metric, days.firstDay, days.lastDay, caseRef],
  ]);
  if (row === undefined) throw new Error('an aggregate returned nothing');
  return row;
}
