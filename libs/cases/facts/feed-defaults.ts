import { ORIGINS, type Origin } from '#libs/domain/observation.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { timestamp } from './stored.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** What a feed need not repeat. What is undefined has no default. */
export interface Defaults {
  /** Of calls that state none. */
  readonly origin?: Origin | undefined;
  /** Of facts that state none. */
  readonly zone?: Zone | undefined;
}

export interface FeedDefaults extends Defaults {
  readonly feed: string;
}

interface DefaultsRow {
  readonly feed: string;
  readonly origin: number | null;
  readonly zone: string | null;
}

/** Replaces the defaults of a feed. Facts that are stored keep what they were stored with. */
export async function declareDefaults(
  tx: Pick<Transaction, 'execute'>,
  { feed, origin, zone }: FeedDefaults,
  now: Instant,
): Promise<void> {
  const number = origin === undefined ? null : ORIGINS.numberOf(origin);
  await tx.execute(sql('declare-defaults'), [feed, number, zone ?? null, timestamp(now)]);
}

/** The defaults of all feeds that declared some, in order of name. */
export async function readDefaults(tx: Pick<Transaction, 'query'>): Promise<FeedDefaults[]> {
  const rows = await tx.query<DefaultsRow>(sql('find-defaults'));
  return rows.map(({ feed, origin, zone }) => ({
    feed,
    origin: origin === null ? undefined : ORIGINS.wordOf(origin),
    zone: zone ?? undefined,
  }));
}

/** The defaults of one feed; none when it declared none. */
export async function defaultsOf(tx: Pick<Transaction, 'query'>, feed: string): Promise<Defaults> {
  return (await readDefaults(tx)).find((one) => one.feed === feed) ?? {};
}

/**
 * The defaults that hold for a feed, field by field: what the document `feeds` states, and else what the feed declared. A document is
 * published and reviewed, so a feed does not change by itself what the document says; a fact or a call that states another value does.
 */
export function withDocument(declared: Defaults, stated: Defaults | undefined): Defaults {
  return { origin: stated?.origin ?? declared.origin, zone: stated?.zone ?? declared.zone };
}
