import { countOutcome, noCounts, type RowCounts } from '#cli/import/mapped/row-progress.js';
import type { FactOutcome } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Day, Instant } from '#libs/domain/time.js';
import { PUNCTUAL_MS, type Report } from '../world/reporting.js';
import { firstDayFor, isSilent, simulate } from '../world/simulate.js';
import { dayAt, HOUR, type World } from '../world/world.js';
import { FEED_LIST, type Sink } from './feed-senders.js';

/** How the world goes on beside the clock. */
export interface Pace {
  /** Milliseconds since 1970, now. */
  readonly now: () => Instant;
  readonly pause: (ms: number) => Promise<void>;
  /** How much faster than the clock the retailer lives until it has reached the present; more than 0. */
  readonly speed: number;
}

export interface PlayOptions {
  readonly world: World;
  /** Everything reported before was sent by an earlier start. */
  readonly from: Instant;
  readonly sink: Sink;
  readonly pace: Pace;
  readonly isStopping: () => boolean;
  /** Called after every round: everything reported before `through` was sent and declared. */
  readonly onRound: (round: Round) => void;
}

export interface Round {
  readonly through: Instant;
  /** What has become of the facts since the play began. */
  readonly counts: RowCounts;
  /** The retailer has reached the present. */
  readonly isPresent: boolean;
  /** A day of the retailer that ended with this round. */
  readonly dayEnded: Day | undefined;
}

/** The retailer goes on by at most this much in a round, so that feeds declare often how far they are. */
const MOST_A_ROUND_MS = 6 * HOUR;
const PAUSE_MS = 1_000;

/**
 * Plays the retailer: sends what its systems report, when they report it, until it is told to stop. It begins in the past and lives
 * `speed` times as fast as the clock until it reaches the present; from then on it lives with the clock.
 */
export async function play({ world, from, sink, pace, isStopping, onRound }: PlayOptions): Promise<void> {
  const reports = simulate(world, firstDayFor(world, from));
  const counts = noCounts();
  const startedAt = pace.now();
  let next: Report = reports.next().value;
  let through = from;
  while (!isStopping()) {
    const now = pace.now();
    const present = Math.min(now, from + (now - startedAt) * pace.speed);
    const until = Math.min(present, through + MOST_A_ROUND_MS);
    for (; next.reportedAt < until; next = reports.next().value) {
      if (next.reportedAt < from) continue;
      counts.facts += 1;
      await sink.send(next, (outcome: FactOutcome) => countOutcome(counts, outcome));
    }
    await sink.flush();
    await declareAll(world, sink, until);
    const dayEnded = dayAt(through) === dayAt(until) ? undefined : dayAt(through);
    through = until;
    const isPresent = through >= now - PAUSE_MS * 2;
    onRound({ through, counts, isPresent, dayEnded });
    if (until === present) await pace.pause(PAUSE_MS);
  }
}

/** Each feed declares what it can know: reports that are not late have come. A silent one declares nothing. */
async function declareAll(world: World, sink: Sink, until: Instant): Promise<void> {
  const speaking = FEED_LIST.filter(({ feed }) => !isSilent(world, { feed, reportedAt: until }));
  await Promise.all(speaking.map(({ to, feed }) => sink.declare(to, feed, until - PUNCTUAL_MS)));
}
