import { otherPageToken } from '#libs/domain/page-token.js';
import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { findErased } from '../facts/erased-cases.js';
import { refKey } from '../facts/stored.js';
import { factsThatStand, type StoredFact } from '../facts/stored-fact.js';
import type { CurrentVerdict } from '../judging/verdict.js';
import { type HeldRuling, readRulings } from '../rulings/store-rulings.js';
import type { EvidenceQuestion } from './evidence-question.js';
import { decodePageEnd, encodePageEnd, type PageEnd } from './page-token.js';
import { type ObservationRow, readFacts, readInconsistencies, verdictFrom } from './read-facts.js';

export type { EvidenceQuestion } from './evidence-question.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** A verdict with what is known of its case, in order of time. */
export interface Evidence {
  readonly ref: Buffer;
  readonly verdict: CurrentVerdict;
  readonly judgedAt: Instant;
  /** Of the newest document by which it was judged. */
  readonly rulesPosition: number;
  readonly facts: readonly StoredFact[];
  /** Facts of the case that contradict each other: "DELIVERED_TWICE". */
  readonly inconsistencies: readonly string[];
  /** When its facts were erased; undefined for a case that was not. */
  readonly erasedAt: Instant | undefined;
  /** Those that hold on the case and the metric, in order of contests; dismissals are left out. */
  readonly rulings: readonly HeldRuling[];
}

export interface EvidencePage {
  readonly evidence: readonly Evidence[];
  /** Empty on the last page. */
  readonly nextPageToken: string;
  readonly total: bigint;
}

/**
 * One page of the cases behind a count, in order of day, then case.
 *
 * @param pageSize   1 to 1,000
 * @param pageToken  empty for the first page
 * @throws {CxError} PAGE_INVALID when the token is not from the same question
 */
export async function listEvidence(
  tx: Pick<Transaction, 'query'>,
  question: EvidenceQuestion,
  pageSize: number,
  pageToken: string,
): Promise<EvidencePage> {
  const { source, metric, definition, firstDay, lastDay, unit, outcome, responsible, countedIn = unit } = question;
  const after = pageEndOf(pageToken, question);

  const filter = [metric, firstDay, lastDay, unit, outcome, responsible, source];
  const [count] = await tx.query<{ total: bigint }>(sql('count-observations'), [...filter, definition, countedIn]);
  const position = [after?.day, after?.ref, after?.unit, after?.part, after?.definition].map((one) => one ?? null);
  const rows = await tx.query<JudgedRow>(sql('find-observations'), [
    ...filter,
    ...position,
    pageSize + 1,
    definition,
    countedIn,
  ]);

  const page = rows.slice(0, pageSize);
  return {
    evidence: await evidenceOf(tx, page),
    nextPageToken: rows.length > pageSize ? encodePageEnd(endOf(page), question) : '',
    total: count?.total ?? 0n,
  };
}

/** A row of a verdict as evidence is read. */
export interface JudgedRow extends ObservationRow {
  readonly judged_at: Date;
  readonly rules_position: number;
}

/** Adds to verdicts what is known of their cases. */
export async function evidenceOf(tx: Pick<Transaction, 'query'>, rows: readonly JudgedRow[]): Promise<Evidence[]> {
  const refs = rows.map((row) => row.case_ref);
  const facts = await readFacts(tx, refs);
  const inconsistencies = await readInconsistencies(tx, refs);
  const erased = await findErased(tx, refs);
  const rulings = await readRulings(tx, refs);
  return rows.map((row) => ({
    ref: row.case_ref,
    verdict: verdictFrom(row),
    judgedAt: row.judged_at.getTime(),
    rulesPosition: row.rules_position,
    facts: factsThatStand(facts.get(refKey(row.case_ref)) ?? []),
    inconsistencies: inconsistencies.get(refKey(row.case_ref)) ?? [],
    erasedAt: erased.get(refKey(row.case_ref)),
    rulings: (rulings.get(refKey(row.case_ref)) ?? []).filter(({ metric }) => metric === row.metric),
  }));
}

/**
 * Where the page before ended; undefined for the first page.
 *
 * @throws {CxError} PAGE_INVALID when the token is not from the same question
 */
export function pageEndOf(pageToken: string, question: EvidenceQuestion): PageEnd | undefined {
  const after = pageToken === '' ? undefined : decodePageEnd(pageToken, question);
  if (pageToken !== '' && after === undefined) {
    throw otherPageToken();
  }
  return after;
}

function endOf(page: readonly ObservationRow[]): PageEnd {
  const last = page.at(-1);
  if (last === undefined) throw new Error('an empty page has no end');
  return { day: last.day, ref: last.case_ref, unit: last.unit, part: last.part, definition: last.definition };
}
