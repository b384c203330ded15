import type { WaitingCell } from '#libs/domain/observation.js';
import { type BatchHead, sha256 } from '../format/sealed-batch.js';

/** After so many reports of changes comes one of everything, for readers of an older version, which know no changes. */
const CHANGES_AT_MOST = 50;

/** What a drained batch says of the cases that wait; neither field when the report before it still holds. */
export type WaitingReport = Partial<Pick<BatchHead, 'waiting' | 'waitingChanges'>>;

/** Which report comes next. */
export interface NextReport {
  readonly report: WaitingReport;
  /** Of the whole list, 16 bytes: the next report is compared with it. */
  readonly hash: Buffer;
}

/**
 * Decides what a source reports of the cases that wait: the whole list first in each epoch, and then only what has changed. Lists are
 * remembered here, and the shard keeps the hash of the one that was reported last. When none of them has this hash, another process has
 * reported since, so the whole list is reported again.
 */
export class WaitingHistory {
  /** The list that was reported last, and one that was counted since: the transaction that would have reported it may have failed. */
  #known: readonly Reported[] = [];

  /**
   * @param counted       everything that waits now, sorted
   * @param reportedHash  what the shard keeps of the last report
   */
  next(epoch: number, counted: readonly WaitingCell[], reportedHash: Buffer): NextReport {
    const hash = hashOf(counted);
    const last = this.#known.find((one) => one.epoch === epoch && one.hash.equals(reportedHash));
    if (last !== undefined && hash.equals(last.hash)) return { report: {}, hash };
    const rows = byName(counted);
    if (last === undefined) {
      this.#known = [{ epoch, hash, rows, changes: 0 }];
      return { report: { waiting: counted }, hash };
    }
    const changes = changesBetween(last.rows, rows);
    const isShorter = changes.length < counted.length && last.changes < CHANGES_AT_MOST;
    this.#known = [last, { epoch, hash, rows, changes: isShorter ? last.changes + 1 : 0 }];
    return { report: isShorter ? { waitingChanges: changes } : { waiting: counted }, hash };
  }
}

interface Reported {
  readonly epoch: number;
  readonly hash: Buffer;
  readonly rows: ReadonlyMap<string, WaitingCell>;
  /** Reports of changes since the last one of everything. */
  readonly changes: number;
}

function changesBetween(
  before: ReadonlyMap<string, WaitingCell>,
  now: ReadonlyMap<string, WaitingCell>,
): WaitingCell[] {
  const isSame = (a: WaitingCell, b: WaitingCell | undefined) => a.cases === b?.cases && a.waitsFor === b.waitsFor;
  const changed = [...now].filter(([name, row]) => !isSame(row, before.get(name)));
  const gone = [...before]
    .filter(([name]) => !now.has(name))
    .map(([name, row]) => [name, { ...row, cases: 0n }] as const);
  return [...changed, ...gone].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function byName(rows: readonly WaitingCell[]): Map<string, WaitingCell> {
  return new Map(rows.map((row) => [nameOf(row), row]));
}

/** NUL sorts before every character that a field may contain. */
function nameOf({ metric, definition, unit, day }: WaitingCell): string {
  return [metric, String(definition).padStart(10, '0'), unit, day].join('\0');
}

function hashOf(rows: readonly WaitingCell[]): Buffer {
  const text = JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  return sha256(Buffer.from(text)).subarray(0, 16);
}

/** Waiting cases are counted at most this often, and whenever a feed declares completeness. */
const LEAST_REST_MS = 2_000;
const MOST_REST_MS = 60_000;
/** Counting reads a row for each case that waits, about 1 us each; with this rest it takes a fiftieth of the time. */
const REST_US_A_CASE = 50;

/** How long what waits is not counted again, in milliseconds. While a feed is silent for days, hundreds of thousands of cases may wait. */
export function restAfterCounting(cases: bigint): number {
  return Math.min(Math.max(LEAST_REST_MS, (Number(cases) * REST_US_A_CASE) / 1_000), MOST_REST_MS);
}
