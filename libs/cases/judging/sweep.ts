import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { type Judging, readWatermarks } from '../facts/feeds.js';
import { refKey, timestamp } from '../facts/stored.js';
import { ownWatermark, silenceLimit, type Watermarks, watermarkOf } from '../facts/watermarks.js';
import { DUE_STATES } from './due-state.js';
import type { DueState } from './verdict.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** The most evaluations in one transaction: enough to be quick, few enough to let calls run in between. */
const CHUNK = 500;

export interface SweepOptions extends Judging {
  readonly transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
  /** Judges these cases as of now; the same way as a call. */
  readonly judge: (tx: Transaction, refs: readonly Buffer[], now: Instant) => Promise<unknown>;
  /** Asked between two transactions: true ends the sweep early. */
  readonly isStopping?: () => boolean;
}

/**
 * Judges every case that has become due because time has passed or a feed has caught up. When it returns, everything that could be
 * judged at `now` is judged.
 *
 * @returns the number of cases that it judged
 */
export async function sweep(options: SweepOptions, now: Instant): Promise<number> {
  let judged = 0;
  let before = '';
  while (options.isStopping?.() !== true) {
    const refs = await options.transaction(async (tx) => {
      const ripe = await casesToJudge(tx, options, await readWatermarks(tx, options, now));
      if (ripe.length > 0) await options.judge(tx, ripe, now);
      return ripe;
    });
    if (refs.length === 0) break;
    const these = refs.map(refKey).sort().join();
    if (these === before) throw new Error(`the sweep judged ${refs.length} cases and they are still due`);
    before = these;
    judged += refs.length;
  }
  return judged;
}

async function casesToJudge(tx: Transaction, { rules }: Judging, watermarks: Watermarks): Promise<Buffer[]> {
  const { definitions } = await rules(tx);
  const ranges = definitions.flatMap((metric) =>
    ripeRanges(watermarkOf(metric, watermarks), watermarks).map((range) => ({
      metric: metric.recordedAs,
      definition: metric.definition,
      ...range,
    })),
  );
  const some = ranges.filter((range) => Number.isFinite(range.through));
  if (some.length === 0) return [];
  const rows = await tx.query<{ case_ref: Buffer }>(sql('cases-to-judge'), [
    some.map((range) => range.metric),
    some.map((range) => range.definition),
    some.map((range) => DUE_STATES.numberOf(range.state)),
    some.map((range) => timestamp(range.after) ?? null),
    some.map((range) => timestamp(range.through)),
    CHUNK,
  ]);
  return rows.map((row) => row.case_ref);
}

interface RipeRange {
  readonly state: DueState;
  /** Due later than this; minus infinity: from the beginning. */
  readonly after: Instant;
  readonly through: Instant;
}

/** The waiting evaluations of a metric that must be judged again: the rules of `wantedOf` as ranges of due instants. */
export function ripeRanges(watermark: Instant, watermarks: Watermarks): RipeRange[] {
  const own = ownWatermark(watermarks);
  const silent = { state: 'MAY_GO_SILENT', after: own, through: silenceLimit(watermarks) } as const;
  return [
    { state: 'MAY_GO_SILENT', after: Number.NEGATIVE_INFINITY, through: watermark },
    { state: 'WAITS', after: Number.NEGATIVE_INFINITY, through: watermark },
    // A case that was charged for silence is judged again when its own feed has caught up, even if an upstream has not.
    { state: 'CHARGED', after: Number.NEGATIVE_INFINITY, through: Math.min(own, watermarks.now) },
    ...(silent.through > silent.after ? [silent] : []),
  ];
}
