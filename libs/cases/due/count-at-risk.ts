import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { AS_KNOWN } from '../judging/due-state.js';
import { type DueGroup, type DueRange, dueRange, type Outlook } from './due-groups.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** How many open questions of a group would be misses. */
export interface AtRisk {
  /** They fall due within the span, and a fact can save them. */
  readonly savable: bigint;
  /** They are past saving and not judged. */
  readonly pastSaving: bigint;
}

/** Counts the open questions of each group, in the order of the groups. It reads those that would be misses, and no others. */
export async function countAtRisk(
  tx: Pick<Transaction, 'query'>,
  groups: readonly DueGroup[],
  span: { readonly now: Instant; readonly withinMs: number },
): Promise<readonly AtRisk[]> {
  const asked = groups.flatMap((group, place) =>
    (['SAVABLE', 'PAST_SAVING'] as const).flatMap((outlook) => {
      const range = dueRange(group, { ...span, outlook });
      return range === undefined ? [] : [{ group, place, outlook, range }];
    }),
  );
  if (asked.length === 0) return [];
  const rows = await tx.query<{ questions: bigint }>(sql('count-at-risk'), [
    asked.map(({ group }) => group.metric.recordedAs),
    asked.map(({ group }) => group.metric.definition),
    asked.map(({ group }) => AS_KNOWN.numberOf(group.asKnown)),
    ...boundsOf(asked.map(({ range }) => range)),
  ]);
  const countOf = (place: number, outlook: Outlook) =>
    rows[asked.findIndex((one) => one.place === place && one.outlook === outlook)]?.questions ?? 0n;
  return groups.map((_, place) => ({
    savable: countOf(place, 'SAVABLE'),
    pastSaving: countOf(place, 'PAST_SAVING'),
  }));
}

function boundsOf(ranges: readonly DueRange[]): [string[], string[]] {
  return [ranges.map(({ after }) => boundOf(after)), ranges.map(({ through }) => boundOf(through))];
}

/** An instant as PostgreSQL writes it, before and after every other one too. */
export function boundOf(instant: Instant): string {
  if (Number.isFinite(instant)) return new Date(instant).toISOString();
  return instant > 0 ? 'infinity' : '-infinity';
}
