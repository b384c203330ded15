import type { DueCase, DueTotal, ListDueResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import { inWords } from '#libs/domain/enum-words.js';
import { grouped, table } from './format.js';

/** What one department has about to break. */
export interface DueOf {
  readonly department: string;
  readonly answer: ListDueResponse;
}

/** Millionths of a point as "0.187"; "-" when nothing is known of it. */
export function finePoints(e6: bigint | undefined): string {
  if (e6 === undefined) return '-';
  const thousandths = (e6 + 500n) / 1_000n;
  if (thousandths === 0n && e6 > 0n) return '<0.001';
  return `${thousandths / 1_000n}.${String(thousandths % 1_000n).padStart(3, '0')}`;
}

/** "in 3 h 20 min", "45 min ago". */
export function timeTo(instant: Date | undefined, now: number): string {
  const ms = (instant?.getTime() ?? now) - now;
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60)];
  const text = days > 1 ? `${days} days` : hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
  return ms < 0 ? `${text} ago` : `in ${text}`;
}

/** Open questions, one a line, the most costly first over all departments. */
export function caseTable(all: readonly DueOf[], now: number): string[] {
  const cases = all.flatMap(({ answer }) => answer.cases);
  const sorted = cases.toSorted((a, b) => Number((b.costE6 ?? 0n) - (a.costE6 ?? 0n)));
  const head = ['a miss costs', 'due', 'case', 'unit', 'metric', 'saved by'];
  const rows = sorted.map((one) => [
    finePoints(one.costE6),
    timeTo(one.dueAt, now),
    nameOf(one),
    one.unit,
    one.metric,
    one.savedBy === '' ? `nothing${chargedTo(one)}` : `${one.savedBy}${chargedTo(one)}`,
  ]);
  return cases.length === 0 ? [] : table([head, ...rows], ['right', 'left', 'left', 'left', 'left', 'left']);
}

/** How many there are of each metric. */
export function totalTable(all: readonly DueOf[]): string[] {
  const head = ['metric', 'who would answer', 'can be saved', 'past saving', 'a miss costs'];
  const totals = all.flatMap(({ department, answer }) => answer.totals.map((total) => ({ department, total })));
  const rows = totals.map(({ department, total }) => [
    total.metric,
    total.ofOthers ? 'others' : department,
    grouped(total.savable),
    grouped(total.pastSaving),
    finePoints(total.costE6),
  ]);
  return rows.length === 0 ? [] : table([head, ...rows], ['left', 'left', 'right', 'right', 'right']);
}

/** How many can be saved, and how many not. */
export function sumsOf(all: readonly DueOf[]): { readonly savable: bigint; readonly pastSaving: bigint } {
  const totals: readonly DueTotal[] = all.flatMap(({ answer }) => answer.totals);
  const sum = (of: (total: DueTotal) => bigint) => totals.reduce((so, total) => so + of(total), 0n);
  return { savable: sum(({ savable }) => savable), pastSaving: sum(({ pastSaving }) => pastSaving) };
}

function nameOf({ caseId, caseKind, caseRef, part }: DueCase): string {
  const id = caseId === '' ? Buffer.from(caseRef).toString('hex').slice(0, 8) : caseId;
  const kind = /^(order|contact|issue|)$/.test(caseKind) ? '' : `${caseKind.replaceAll('_', ' ')} `;
  return `${kind}${id}${part === '' ? '' : `, part ${part}`}`;
}

function chargedTo({ responsible, reason }: DueCase): string {
  return responsible === '' ? '' : ` (${responsible}: ${inWords(reason)})`;
}
