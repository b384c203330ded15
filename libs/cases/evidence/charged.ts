import { decodePageToken, encodePageToken, otherPageToken } from '#libs/domain/page-token.js';
import { isPart } from '#libs/domain/part.js';
import { type Day, isDay } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { refFromHex } from '../facts/stored.js';
import { type EvidencePage, evidenceOf, type JudgedRow } from './evidence.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Which misses are asked for that a source charges to another party. */
export interface ChargedQuestion {
  /** "warehouse" */
  readonly party: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** The name that the metric is recorded by; empty for all. */
  readonly metric: string;
}

/**
 * One page of the misses that a party is charged with, over all metrics of the source.
 *
 * @param pageSize   1 to 1,000
 * @param pageToken  empty for the first page
 * @throws {CxError} PAGE_INVALID when the token is not from the same question
 */
export async function listCharged(
  tx: Pick<Transaction, 'query'>,
  question: ChargedQuestion,
  pageSize: number,
  pageToken: string,
): Promise<EvidencePage> {
  const { party, firstDay, lastDay, metric } = question;
  const filter = [party, firstDay, lastDay, metric];
  const position = positionIn(pageToken, question);
  const [count] = await tx.query<{ total: bigint }>(sql('count-charged'), filter);
  const rows = await tx.query<JudgedRow>(sql('find-charged'), [...filter, ...position, pageSize + 1]);
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return {
    evidence: await evidenceOf(tx, page),
    nextPageToken: rows.length > pageSize && last !== undefined ? tokenAfter(last, question) : '',
    total: count?.total ?? 0n,
  };
}

function tokenAfter(
  { day, case_ref: ref, metric, part, definition, unit }: JudgedRow,
  question: ChargedQuestion,
): string {
  return encodePageToken(fieldsOf(question), [day, ref.toString('hex'), metric, part, definition, unit]);
}

type Position = readonly [Day, Buffer, string, string, number, string];

function positionIn(token: string, question: ChargedQuestion): Position | readonly null[] {
  if (token === '') return [null, null, null, null, null, null];
  const [day = '', ref = '', metric = '', part = '', definition = '', unit = '', ...more] =
    decodePageToken(token, fieldsOf(question))?.map(String) ?? [];
  const after = refFromHex(ref);
  const isPosition =
    more.length === 0 &&
    isDay(day) &&
    /^[a-z0-9_]{1,128}$/.test(metric) &&
    isPart(part) &&
    /^[1-9]\d{0,8}$/.test(definition) &&
    isUnit(unit);
  if (after === undefined || !isPosition) {
    throw otherPageToken();
  }
  return [day, after, metric, part, Number(definition), unit];
}

function fieldsOf({ party, firstDay, lastDay, metric }: ChargedQuestion): string[] {
  return ['charged', party, firstDay, lastDay, metric];
}
