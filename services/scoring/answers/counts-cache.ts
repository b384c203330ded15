import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { CxError } from '#libs/domain/error.js';
import type { Period } from '#libs/domain/period.js';
import { addDays, type Day } from '#libs/domain/time.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { CountsReader } from '../counts/read.js';
import { type DefinitionIn, type PeriodCounts, periodsOf } from './period-counts.js';

/**
 * RECENT: counts that are at most 200 ms old, or four times as old as the last read took, so that reads take at most a fifth of
 * the time. While older counts are read again, calls get the older ones, unless those are too old. NOW: the counts are read
 * again; used by a call that waited for a receipt.
 */
export type Freshness = 'RECENT' | 'NOW';

const RECENT_MS = 200;
const COOLDOWN_FACTOR = 4;
/** Counts that are older than this, and than twice the recent age, are not returned: the call waits for the new ones. */
const TOO_OLD_MS = 2_000;
/** Periods of all kinds in the cache: more than the recent ones of each kind together. */
const MOST_PERIODS = 384;

interface Entry {
  readonly counts: PeriodCounts;
  /** Of the rulesets that decided which definitions are counted. */
  readonly revision: number;
  checkedAt: number;
}

/** Which definition of a metric is counted in a period; the revision changes whenever that may have changed. */
export interface CountingRules {
  readonly revision: number;
  readonly definitionIn: DefinitionIn;
}

/** Caches the counts of each period until the counts or the rulesets change. Calls that arrive together share one read. */
export class CountsCache {
  readonly #entries = new Map<string, Entry>();
  readonly #running = new Map<string, Promise<ReadonlyMap<string, PeriodCounts>>>();
  /** How long the same question took to read the last time. */
  readonly #costMs = new Map<string, number>();

  constructor(
    private readonly reader: CountsReader,
    private readonly clock: Clock,
    private readonly rulesets: CountingRules,
  ) {}

  /** The counts of these periods, all from one state of the database, by name of the period. */
  async load(periods: readonly Period[], freshness: Freshness): Promise<ReadonlyMap<string, PeriodCounts>> {
    if (periods.length === 0) return new Map();
    const key = [this.rulesets.revision, ...periods.map(({ name }) => name)].join(' ');
    const kept = this.#kept(periods);
    const recentMs = Math.max(RECENT_MS, COOLDOWN_FACTOR * (this.#costMs.get(key) ?? 0));
    if (freshness === 'RECENT' && this.#areYounger(kept, recentMs)) return byName(kept);

    // A running read may have begun before the receipt of a NOW call was counted.
    const running = freshness === 'RECENT' ? this.#running.get(key) : undefined;
    const reading = running ?? this.#read(key, periods, kept);
    if (kept === undefined || freshness === 'NOW') return reading;
    const atWorst = reading.catch((error: unknown) => byName(orElse(kept, error)));
    return this.#areYounger(kept, Math.max(TOO_OLD_MS, 2 * recentMs)) ? byName(kept) : atWorst;
  }

  #read(key: string, periods: readonly Period[], kept: readonly Entry[] | undefined) {
    const reading = this.#refresh(key, periods, kept).finally(() => {
      if (this.#running.get(key) === reading) this.#running.delete(key);
    });
    this.#running.set(key, reading);
    return reading;
  }

  async #refresh(key: string, periods: readonly Period[], kept: readonly Entry[] | undefined) {
    const [begin, { revision }] = [this.clock.now(), this.rulesets];
    if (kept !== undefined) {
      const version = await this.reader.progressVersion();
      if (kept.every(({ counts }) => counts.data.progressVersion === version)) {
        for (const entry of kept) entry.checkedAt = begin;
        return byName(kept);
      }
    }
    const days = periods.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).sort();
    const [firstDay = '', lastDay = ''] = [days[0], days.at(-1)];
    const view = await this.reader.read({ source: undefined, firstDay, lastDay, bounds: boundsOf(periods) });
    await yieldToEventLoop(); // the periods of a large company take long, and another call may wait for one
    const fresh = periods.map(periodsOf(view, (period, metric) => this.rulesets.definitionIn(period, metric)));
    const end = this.clock.now();
    this.#costMs.set(key, end - begin);
    for (const counts of fresh) this.#keep({ counts, revision, checkedAt: begin });
    return new Map(fresh.map((counts) => [counts.period.name, counts]));
  }

  /** The cached counts of all periods; undefined when one is missing, is of other rulesets, or they are of different states. */
  #kept(periods: readonly Period[]): readonly Entry[] | undefined {
    const entries = periods.flatMap(({ name }) => this.#entries.get(name) ?? []);
    const versions = new Set(entries.map(({ counts }) => counts.data.progressVersion));
    const isCurrent = entries.every(({ revision }) => revision === this.rulesets.revision);
    return isCurrent && entries.length === periods.length && versions.size === 1 ? entries : undefined;
  }

  #areYounger(entries: readonly Entry[] | undefined, ms: number): entries is readonly Entry[] {
    return entries?.every(({ checkedAt }) => this.clock.now() - checkedAt < ms) ?? false;
  }

  #keep(entry: Entry): void {
    const { name } = entry.counts.period;
    this.#entries.delete(name); // entries are in the order of their reads
    this.#entries.set(name, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MOST_PERIODS && oldest !== undefined) this.#entries.delete(oldest);
    if (this.#costMs.size > MOST_PERIODS) this.#costMs.clear();
  }
}

/** Where a period begins, and where it is over: days between two of these are in the same periods. */
function boundsOf(periods: readonly Period[]): readonly Day[] {
  return [...new Set(periods.flatMap(({ firstDay, lastDay }) => [firstDay, addDays(lastDay, 1)]))].sort();
}

/** While the database does not answer, old counts are better than none: every answer names their age. Other errors are thrown. */
function orElse(kept: readonly Entry[], error: unknown): readonly Entry[] {
  if (error instanceof CxError && error.reason === 'STORE_UNAVAILABLE') return kept;
  throw error;
}

function byName(entries: readonly Entry[]): ReadonlyMap<string, PeriodCounts> {
  return new Map(entries.map(({ counts }) => [counts.period.name, counts]));
}
