import { ORIGINS, type Origin, type Source, worstOrigin } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { reading, sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { FeedRulesAt } from '#libs/rules/permitted-feeds.js';
import type { ReadRules } from '../rules/rules-in-force.js';
import { countingFeeds, type ReportingFeed } from './counting-feeds.js';
import { timestamp } from './stored.js';
import { NEVER, type Watermarks } from './watermarks.js';

const sql = sqlFolder(import.meta.url, './sql/');

interface FeedRow {
  readonly feed: string;
  readonly origin: number | null;
  readonly default_origin: number | null;
  readonly complete_through: Date | null;
}

/** All feeds that have ever reported or declared something to this source, in order of name, and how far each has reported. */
export async function readFeeds(tx: Pick<Transaction, 'query'>): Promise<ReportingFeed[]> {
  const rows = await tx.query<FeedRow>(reading(sql('find-feeds')));
  return rows.map((row) => ({
    feed: row.feed,
    origin: row.origin === null ? undefined : ORIGINS.wordOf(row.origin),
    defaultOrigin: row.default_origin === null ? undefined : ORIGINS.wordOf(row.default_origin),
    completeThrough: row.complete_through?.getTime() ?? NEVER,
  }));
}

/**
 * Stores that a feed reports. From now on cases wait until this feed has declared how far it has reported.
 *
 * @param feeds  those that were known when the transaction read them
 */
export async function registerFeed(
  tx: Transaction,
  feed: string,
  origins: readonly Origin[],
  feeds: readonly Pick<ReportingFeed, 'feed' | 'origin'>[],
): Promise<void> {
  const worst = worstOrigin(origins);
  const known = feeds.find((one) => one.feed === feed);
  if (known?.origin !== undefined && worstOrigin([known.origin, worst]) === known.origin) return;
  await tx.execute(sql('register-feed'), [feed, ORIGINS.numberOf(worst)]);
}

/**
 * Declares that a feed has reported everything that happened before an instant. The declaration only moves forward.
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

/** Stores which milestone shards are needed, so that a source is not complete until each of its shards has declared it. */
export async function expectUpstreams(
  tx: Pick<Transaction, 'execute'>,
  shards: readonly { readonly source: Source; readonly shard: number }[],
): Promise<void> {
  for (const { source, shard } of shards) await tx.execute(sql('expect-upstream'), [source, shard]);
}

/** What decides which evaluations may be judged now. */
export interface Judging {
  readonly source: Source;
  /** The rules by which it judges now. */
  readonly rules: ReadRules;
  /** How long a live feed may stay silent about what was due, in milliseconds. */
  readonly silentAfterMs: number;
  /** Which feeds the company permits, and so which the department waits for. Unset: all that have ever reported. */
  readonly feedRulesAt?: FeedRulesAt;
}

/** Reads how far all feeds and upstreams have reported. Takes no lock: the next sweep sees a declaration that is made meanwhile. */
export async function readWatermarks(
  tx: Pick<Transaction, 'query'>,
  judging: Omit<Judging, 'rules'>,
  now: Instant,
): Promise<Watermarks> {
  const [known, rows] = await Promise.all([
    readFeeds(tx),
    tx.query<{ source: Source; complete_through: Date | null }>(sql('find-upstreams')),
  ]);
  const feeds = countingFeeds(known, judging.feedRulesAt?.(now));
  const upstreams = new Map(rows.map((row) => [row.source, row.complete_through?.getTime() ?? NEVER]));
  return { source: judging.source, now, feeds, upstreams, silentAfterMs: judging.silentAfterMs };
}
