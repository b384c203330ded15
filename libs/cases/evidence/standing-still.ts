import type { Part } from '#libs/domain/part.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refKey } from '../facts/stored.js';
import { factsThatStand, type StoredFact } from '../facts/stored-fact.js';
import { type EvidenceQuestion, pageEndOf } from './evidence.js';
import { encodePageEnd } from './page-token.js';
import { readFacts } from './read-facts.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** An evaluation that is neither due nor judged, because its limit stands still, with what is known of its case. */
export interface StandingStill {
  readonly ref: Buffer;
  readonly part: Part;
  readonly metric: string;
  readonly definition: number;
  readonly unit: Unit;
  /** The earliest day on which it can count. */
  readonly day: Day;
  readonly since: Instant;
  readonly facts: readonly StoredFact[];
}

export interface StandingStillPage {
  readonly cases: readonly StandingStill[];
  readonly nextPageToken: string;
  readonly total: bigint;
}

interface Row extends Omit<StandingStill, 'ref' | 'since' | 'facts'> {
  readonly case_ref: Buffer;
  readonly due_at: Date;
  readonly total: bigint;
}

/**
 * One page of the evaluations that stand still, so that a contact that waits for its customer for ever is seen.
 *
 * @throws {CxError} PAGE_INVALID when the token is not from the same question
 */
export async function listStandingStill(
  tx: Pick<Transaction, 'query'>,
  question: EvidenceQuestion,
  pageSize: number,
  pageToken: string,
): Promise<StandingStillPage> {
  const { metric, firstDay, lastDay, unit, definition, countedIn = unit } = question;
  const after = pageEndOf(pageToken, question);
  const position = [after?.day, after?.ref, after?.unit, after?.part, after?.definition].map((one) => one ?? null);
  const values = [metric, firstDay, lastDay, unit, definition, ...position, pageSize + 1, countedIn];
  const rows = await tx.query<Row>(sql('find-standing-still'), values);
  const page = rows.slice(0, pageSize);
  const facts = await readFacts(
    tx,
    page.map((row) => row.case_ref),
  );
  const last = page.at(-1);
  return {
    cases: page.map(({ case_ref: ref, due_at: dueAt, total: _, ...row }) => ({
      ...row,
      ref,
      since: dueAt.getTime(),
      facts: factsThatStand(facts.get(refKey(ref)) ?? []),
    })),
    nextPageToken:
      rows.length > pageSize && last !== undefined ? encodePageEnd({ ...last, ref: last.case_ref }, question) : '',
    total: rows[0]?.total ?? 0n,
  };
}
