import { setTimeout as pause } from 'node:timers/promises';
import { chunksOf } from '#libs/domain/chunks.js';
import type { Instant } from '#libs/domain/time.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import type { Clock } from '#libs/runtime/clock.js';
import { refKey } from '../facts/stored.js';
import { isPastSaving } from './due-groups.js';
import type { DueTotal, FoundRow } from './due-rows.js';
import { type HowEnded, howEnded } from './how-ended.js';
import { type JudgedBy, type OpenQuestion, openQuestions } from './open-questions.js';

/** What was found at one time: the first rows of the list, and how many there are in all. */
export interface DueLook extends JudgedBy {
  readonly now: Instant;
  readonly rows: readonly FoundRow[];
  readonly totals: readonly DueTotal[];
}

/** One message of a watch. */
export type DueEvent =
  | { readonly kind: 'open'; readonly question: OpenQuestion; readonly now: Instant }
  | { readonly kind: 'ended'; readonly row: FoundRow; readonly how: HowEnded }
  | { readonly kind: 'heartbeat'; readonly totals: readonly DueTotal[] };

export interface WatchDueOptions {
  readonly database: Pick<Transaction, 'query'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly look: () => Promise<DueLook>;
  /** Between two looks. Default 2,000. */
  readonly lookMs?: number;
  /** A heartbeat comes when nothing was sent for so long. Default 10,000. */
  readonly heartbeatMs?: number;
}

/** What a reader has of a question. */
interface Sent {
  readonly row: FoundRow;
  /** Changes when the reader must be told again. */
  readonly print: string;
}

/** Cases are read and judged in portions, so that a long list is never in memory with all its facts. */
const PORTION = 50;

/**
 * The list as it is, the most costly first, then a heartbeat, then what changes: questions that are new in it, that are past saving now, or
 * that have another party to answer; and those that ended. A new price alone is no change.
 */
export async function* watchDue(options: WatchDueOptions): AsyncGenerator<DueEvent> {
  const { database, clock, signal, look, lookMs = 2_000, heartbeatMs = 10_000 } = options;
  const sent = new Map<string, Sent>();
  let heartbeatAt: Instant = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const { rows, totals, now, ...judgedBy } = await look();
    const found = new Map(rows.map((row) => [keyOf(row), { row, print: printOf(row, now) }]));
    const ended = [...sent].filter(([key]) => !found.has(key));
    for (const [key, { row, how }] of await endsOf(database, ended)) {
      sent.delete(key);
      yield { kind: 'ended', row, how };
      heartbeatAt = clock.now() + heartbeatMs;
    }
    const fresh = [...found].filter(([key, { print }]) => sent.get(key)?.print !== print);
    for (const portion of chunksOf(fresh, () => 1, PORTION)) {
      const asked = portion.map(([, { row }]) => row);
      for (const question of await openQuestions(database, asked, judgedBy)) {
        sent.set(keyOf(question), { row: question, print: printOf(question, now) });
        yield { kind: 'open', question, now };
        if (Number.isFinite(heartbeatAt)) heartbeatAt = clock.now() + heartbeatMs;
      }
    }
    if (clock.now() >= heartbeatAt) {
      yield { kind: 'heartbeat', totals };
      heartbeatAt = clock.now() + heartbeatMs;
    }
    await pause(lookMs, undefined, { signal }).catch(() => undefined);
  }
}

async function endsOf(database: Pick<Transaction, 'query'>, ended: readonly (readonly [string, Sent])[]) {
  const hows = await howEnded(
    database,
    ended.map(([, { row }]) => row),
  );
  return ended.map(([key, { row }], place) => [key, { row, how: hows[place] ?? 'LEFT' }] as const);
}

function keyOf({ ref, unit, part, group: { metric } }: FoundRow): string {
  return `${metric.recordedAs} ${metric.definition} ${unit} ${part} ${refKey(ref)}`;
}

function printOf({ group, dueAt }: FoundRow, now: Instant): string {
  return `${group.asKnown} ${dueAt} ${isPastSaving(group, dueAt, now)}`;
}
