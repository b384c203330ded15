import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { ORIGINS, type Origin, type Source, worstOrigin } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { timestamp } from './stored.js';
import { type FeedProgress, NEVER, type Watermarks } from './watermarks.js';

const sql = sqlFolder(import.meta.url, './sql/');

interface FeedRow {
  readonly feed: string;
  readonly origin: number;
  readonly complete_through: Date | null;
}

/** All feeds of this source, in order of name, and how far each has reported. */
export async function readFeeds(tx: Pick<Transaction, 'query'>): Promise<FeedProgress[]> {
  const rows = await tx.query<FeedRow>(sql('find-feeds'));
  return rows.map((row) => ({
    feed: row.feed,
    origin: ORIGINS.wordOf(row.origin),
    completeThrough: row.complete_through?.getTime() ?? NEVER,
  }));
}

/** Notes that a feed reports; it holds everybody up from now on until it declares how far it has reported. */
export async function registerFeed(tx: Transaction, feed: string, origins: readonly Origin[]): Promise<void> {
  const worst = worstOrigin(origins);
  const known = (await readFeeds(tx)).find((one) => one.feed === feed);
  if (known !== undefined && worstOrigin([known.origin, worst]) === known.origin) return;
  await tx.execute(sql('register-feed'), [feed, ORIGINS.numberOf(worst)]);
}

/**
 * Says that everything that happened before an instant has been reported by a feed. It only moves forward.
 *
 * @returns the instant that stands
 */
export async function declareComplete(
  tx: Pick<Transaction, 'query'>,
  feed: string,
  completeThrough: Instant,
  now: Instant,
): Promise<Instant> {
  const values = [feed, timestamp(completeThrough), timestamp(now)];
  const [row] = await tx.query<{ complete_through: Date }>(sql('declare-complete'), values);
  if (row === undefined) throw new Error('an upsert returned nothing');
  return row.complete_through.getTime();
}

/** Notes which milestone shards are taken in, so that a department counts as silent until each of them has spoken. */
export async function expectUpstreams(
  tx: Pick<Transaction, 'execute'>,
  shards: readonly { readonly source: Source; readonly shard: number }[],
): Promise<void> {
  for (const { source, shard } of shards) await tx.execute(sql('expect-upstream'), [source, shard]);
}

/** What decides which questions may be answered now. */
export interface Judging {
  readonly source: Source;
  readonly metrics: readonly MetricDefinition[];
  /** How long a live feed may stay silent about what was due, in milliseconds. */
  readonly silentAfterMs: number;
}

/** Reads how far everybody has reported. Takes no lock: who declares meanwhile is seen by the next sweep. */
export async function readWatermarks(
  tx: Pick<Transaction, 'query'>,
  judging: Judging,
  now: Instant,
): Promise<Watermarks> {
  const feeds = await readFeeds(tx);
  const rows = await tx.query<{ source: Source; complete_through: Date | null }>(sql('find-upstreams'));
  const upstreams = new Map(rows.map((row) => [row.source, row.complete_through?.getTime() ?? NEVER]));
  return { source: judging.source, now, feeds, upstreams, silentAfterMs: judging.silentAfterMs };
}
