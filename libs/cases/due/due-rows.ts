import type { Part } from '#libs/domain/part.js';
import type { Day, Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { AS_KNOWN } from '../judging/due-state.js';
import { type AtRisk, boundOf, countAtRisk } from './count-at-risk.js';
import { type DueGroup, type DueRange, dueRange, type Outlook } from './due-groups.js';
import type { DuePosition, DueRow } from './due-page.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** Which open questions are asked for. */
export interface DueQuestion {
  readonly source: string;
  /** The name that the metric is recorded by; empty for all. */
  readonly metric: string;
  /** How far ahead, in milliseconds, from 1. */
  readonly withinMs: number;
  /** Undefined for both. */
  readonly outlook: Outlook | undefined;
}

/** A row of an open question, and the group that it belongs to. */
export interface FoundRow extends DueRow {
  readonly group: DueGroup;
  readonly day: Day;
}

/** How many open questions a group has. */
export interface DueTotal extends AtRisk {
  readonly group: DueGroup;
}

/** Of every group that has open questions, in the order of the groups. */
export async function readTotals(
  tx: Pick<Transaction, 'query'>,
  groups: readonly DueGroup[],
  span: { readonly now: Instant; readonly withinMs: number },
): Promise<readonly DueTotal[]> {
  const counts = await countAtRisk(tx, groups, span);
  return groups.flatMap((group, place) => {
    const { savable, pastSaving } = counts[place] ?? { savable: 0n, pastSaving: 0n };
    return savable + pastSaving === 0n ? [] : [{ group, savable, pastSaving }];
  });
}

/** The next rows, in the order of the groups, then of due instants. A group is asked for when those before it have too few. */
export async function readRows(
  tx: Pick<Transaction, 'query'>,
  question: DueQuestion,
  { groups, after }: DuePosition,
  { now, atMost }: { readonly now: Instant; readonly atMost: number },
): Promise<readonly FoundRow[]> {
  const rows: FoundRow[] = [];
  for (const [place, group] of groups.entries()) {
    const range = dueRange(group, { now, ...question });
    if (range === undefined) continue;
    const begin = place === 0 ? after : undefined;
    rows.push(...(await rowsOf(tx, group, { range, after: begin, atMost: atMost - rows.length })));
    if (rows.length >= atMost) break;
  }
  return rows;
}

interface Row {
  readonly case_ref: Buffer;
  readonly part: Part;
  readonly unit: Unit;
  readonly day: Day;
  readonly due_at: Date;
}

interface RowsAsked {
  readonly range: DueRange;
  readonly after: DueRow | undefined;
  readonly atMost: number;
}

async function rowsOf(
  tx: Pick<Transaction, 'query'>,
  group: DueGroup,
  { range, after, atMost }: RowsAsked,
): Promise<FoundRow[]> {
  const rows = await tx.query<Row>(sql('list-due'), [
    group.metric.recordedAs,
    group.metric.definition,
    AS_KNOWN.numberOf(group.asKnown),
    boundOf(range.after),
    boundOf(range.through),
    boundOf(after?.dueAt ?? Number.NEGATIVE_INFINITY),
    after?.ref ?? Buffer.alloc(0),
    after?.unit ?? '',
    after?.part ?? '',
    atMost,
  ]);
  return rows.map(({ case_ref: ref, due_at: dueAt, ...row }) => ({ ...row, group, ref, dueAt: dueAt.getTime() }));
}
