import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { DueGroup } from './due-groups.js';
import { decodeDuePage, encodeDuePage } from './due-page.js';
import { type DueQuestion, type DueTotal, readRows, readTotals } from './due-rows.js';
import { type JudgedBy, type OpenQuestion, openQuestions } from './open-questions.js';

export interface DuePage {
  readonly questions: readonly OpenQuestion[];
  /** Empty on the last page. */
  readonly nextPageToken: string;
  /** Of every group that has such questions, in the order of the groups. */
  readonly totals: readonly DueTotal[];
}

export interface ListDueOptions extends JudgedBy {
  /** See `dueGroups`. */
  readonly groups: readonly DueGroup[];
  readonly now: Instant;
  /** 1 to 1,000. */
  readonly pageSize: number;
  /** Empty for the first page. */
  readonly pageToken: string;
}

/**
 * One page of the open questions that would be misses, in the order of the groups, then of due instants.
 *
 * @throws {CxError} PAGE_INVALID when the token is not from the same question
 */
export async function listDue(
  tx: Pick<Transaction, 'query'>,
  question: DueQuestion,
  { groups, now, pageSize, pageToken, ...judgedBy }: ListDueOptions,
): Promise<DuePage> {
  const asked = groupsAsked(groups, question);
  const totals = await readTotals(tx, asked, { now, ...question });
  const fields = [question.source, question.metric, String(question.withinMs), question.outlook ?? ''];
  const position = decodeDuePage(pageToken, fields, pageToken === '' ? totals.map(({ group }) => group) : asked);
  const rows = await readRows(tx, question, position, { now, atMost: pageSize + 1 });

  const page = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? page.at(-1) : undefined;
  const rest = last === undefined ? [] : position.groups.slice(position.groups.indexOf(last.group));
  return {
    questions: await openQuestions(tx, page, judgedBy),
    nextPageToken: last === undefined ? '' : encodeDuePage(fields, { groups: rest, after: last }),
    totals,
  };
}

/** The groups of the metric that is asked for. */
export function groupsAsked(groups: readonly DueGroup[], { metric: asked }: Pick<DueQuestion, 'metric'>): DueGroup[] {
  return groups.filter(({ metric }) => asked === '' || metric.recordedAs === asked);
}
