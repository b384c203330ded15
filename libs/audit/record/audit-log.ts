import { CxError } from '#libs/domain/error.js';
import type { Instant } from '#libs/domain/time.js';
import type { Entry } from '../chain/entry.js';
import type { Head } from '../chain/line.js';
import type { AuditStore } from '../store/audit-store.js';
import { Bounded, type Bounds } from './bounded.js';

/** A caller that was not proven, or is denied again and again, gets 20 lines at once and then six a minute: 9,000 a day. */
export const DENIALS: Bounds = { burst: 20, refillMs: 10_000, summaryMs: 60_000, mostKeys: 500 };
/** A dashboard reads the same figures every few seconds: one line at first, then one in ten minutes with the count. */
export const READINGS: Bounds = { burst: 1, refillMs: 600_000, summaryMs: 600_000, mostKeys: 5_000 };

/** Lines of calls that are over, while the database does not answer. Beyond that they are lost, and counted. */
const MOST_OWED = 10_000;
/** Lines in one transaction. */
const MOST_AT_ONCE = 500;

export interface AuditLogOptions {
  readonly store: Pick<AuditStore, 'append'>;
  readonly now: () => Instant;
  /** A head was written. */
  readonly onHead?: (head: Head) => void;
  /** How many lines wait for the database, and how many were lost since the start. */
  readonly onOwed?: (owed: { readonly waiting: number; readonly lost: number }) => void;
  /** The database did not take lines; it is asked again with the next line or `flush`. */
  readonly onFailure?: (error: unknown) => void;
}

interface Waiting {
  readonly entry: Entry;
  /** Kept when the database does not answer; otherwise its call is refused. */
  readonly isOwed: boolean;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes the audit log of a process. Lines that come while a transaction runs are written together in the next one, so the log
 * costs the same number of transactions under a flood.
 */
export class AuditLog {
  readonly #denials = new Bounded(DENIALS);
  readonly #readings = new Bounded(READINGS);
  #queue: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #lost = 0;

  constructor(private readonly options: AuditLogOptions) {}

  /**
   * Puts on record that a command, an export or the like begins, before it does anything.
   *
   * @throws {CxError} AUDIT_UNAVAILABLE: the call must not begin
   */
  began(entry: Entry): Promise<void> {
    return this.#refusing(entry);
  }

  /** Puts the outcome on record. It never fails: what the database does not take now is kept and written later. */
  ended(entry: Entry): Promise<void> {
    return this.#owed(entry);
  }

  /**
   * Puts a reading of another department's figures on record, before the answer is given.
   *
   * @throws {CxError} AUDIT_UNAVAILABLE
   */
  async read(entry: Entry): Promise<void> {
    const { who, what } = entry;
    if (this.#readings.offer(JSON.stringify([who.kind, who.name, what]), entry, this.options.now()))
      await this.#refusing(entry);
  }

  /** Puts a denial on record, or counts it. The caller gets its answer without waiting for the database. */
  denied(entry: Entry): void {
    const { kind, name } = entry.who;
    if (this.#denials.offer(`${kind}/${name}`, entry, this.options.now())) void this.#owed(entry);
  }

  /** Writes what is counted and due, and what the database did not take before. To be called every few seconds. */
  async flush(isEnd = false): Promise<void> {
    const now = this.options.now();
    const summaries = [...this.#denials.summary(now, isEnd), ...this.#readings.summary(now, isEnd)];
    await Promise.all([...summaries.map((entry) => this.#owed(entry)), this.#write()]);
  }

  async #refusing(entry: Entry): Promise<void> {
    try {
      await this.#queued(entry, false);
    } catch (cause) {
      const why = 'the call could not be put on record, so it was not begun';
      throw new CxError('AUDIT_UNAVAILABLE', why, { cause });
    }
  }

  #owed(entry: Entry): Promise<void> {
    return this.#queued(entry, true);
  }

  #queued(entry: Entry, isOwed: boolean): Promise<void> {
    return new Promise((done, failed) => {
      this.#queue.push({ entry, isOwed, done, failed });
      void this.#write();
    });
  }

  /** One transaction at a time; resolves when the queue is empty or the database does not answer. */
  #write(): Promise<void> {
    if (this.#queue.length > 0) this.#writing ??= this.#writeAll();
    return this.#writing ?? Promise.resolve();
  }

  async #writeAll(): Promise<void> {
    while (this.#queue.length > 0) {
      const some = this.#queue.splice(0, MOST_AT_ONCE);
      try {
        const head = await this.options.store.append(some.map(({ entry }) => entry));
        for (const { done } of some) done();
        this.options.onHead?.(head);
        this.options.onOwed?.({ waiting: this.#queue.length, lost: this.#lost });
      } catch (error) {
        this.#notTaken(some, error);
        break;
      }
    }
    // In the same turn as the last look at the queue: a line that comes later starts the next round.
    this.#writing = undefined;
  }

  /** Refuses the calls that have not begun; keeps the lines of those that are over, oldest first. */
  #notTaken(some: readonly Waiting[], error: unknown): void {
    const all = [...some, ...this.#queue];
    const owed = all.filter(({ isOwed }) => isOwed);
    this.#queue = owed.slice(0, MOST_OWED);
    this.#lost += owed.length - this.#queue.length;
    for (const { failed } of all.filter(({ isOwed }) => !isOwed)) failed(error);
    for (const { done } of owed) done();
    this.options.onFailure?.(error);
    this.options.onOwed?.({ waiting: this.#queue.length, lost: this.#lost });
  }
}
