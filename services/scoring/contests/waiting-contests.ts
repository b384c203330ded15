import type { Source } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { ContestState } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

type Waits = Exclude<ContestState, 'RULED'>;

/** Contests of one department that no ruling has ended. */
export interface WaitingContests {
  /** It contests. */
  readonly department: Source;
  /** For whom they wait. */
  readonly state: Waits;
  /** 1 or more. */
  readonly contests: number;
  /** When the oldest of them was opened. */
  readonly oldest: Instant;
  /** The next deadline of one of them; undefined when none lies ahead. */
  readonly nextDue: Instant | undefined;
}

/** What waits now. */
export interface Waiting {
  readonly contests: readonly WaitingContests[];
  /** How many windows run in which each department has not answered; nothing of one without. */
  readonly hearings: ReadonlyMap<string, number>;
}

interface Row {
  readonly number: number;
  readonly department: Source;
  readonly state: ContestState;
  readonly opened_at: Date;
  readonly due_at: Date | null;
}

/**
 * The contests that wait. A ruling ends a contest for good, so it reads those that had no ruling when it looked last, and those that are new:
 * what it costs grows with what waits, not with what was ever contested.
 */
export class ContestsThatWait {
  #newest = 0;
  #waiting: readonly number[] = [];

  constructor(private readonly database: Pick<Database, 'query'>) {}

  async look(now: Instant): Promise<Waiting> {
    const [{ newest = 0 } = {}] = await this.database.query<{ newest: number | null }>(sql('newest-contest'));
    // A restored backup has fewer; everything is read again.
    if ((newest ?? 0) < this.#newest) this.#waiting = [];
    const above = (newest ?? 0) < this.#newest ? 0 : this.#newest;
    const rows = await this.database.query<Row>(sql('waiting-contests'), [above, this.#waiting]);
    const waiting = rows.filter(({ state }) => state !== 'RULED');
    this.#waiting = waiting.map(({ number }) => number);
    this.#newest = Math.max(newest ?? 0, ...rows.map(({ number }) => number));
    const hearings = await this.database.query<{ party: string; hearings: number }>(sql('open-hearings'), [
      ...[this.#waiting, new Date(now)],
    ]);
    return {
      contests: grouped(waiting, now),
      hearings: new Map(hearings.map(({ party, hearings }) => [party, hearings])),
    };
  }
}

function grouped(rows: readonly Row[], now: Instant): readonly WaitingContests[] {
  const groups = new Map<string, WaitingContests>();
  for (const { department, state, opened_at, due_at } of rows) {
    const key = `${department} ${state}`;
    const before = groups.get(key);
    const due = due_at === null || due_at.getTime() < now ? [] : [due_at.getTime()];
    const ahead = [...due, ...(before?.nextDue === undefined ? [] : [before.nextDue])];
    groups.set(key, {
      ...{ department, state: state as Waits, contests: (before?.contests ?? 0) + 1 },
      oldest: Math.min(opened_at.getTime(), before?.oldest ?? Number.POSITIVE_INFINITY),
      nextDue: ahead.length === 0 ? undefined : Math.min(...ahead),
    });
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, group]) => group);
}
