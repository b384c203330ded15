import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { CxError } from '#libs/domain/error.js';
import type { Period, PeriodKind } from '#libs/domain/period.js';
import type { Department } from '#libs/domain/source.js';
import type { Unit } from '#libs/domain/unit.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { CountsReader, DataState } from '../counts/read.js';
import { unitAtDepth } from '../index/score/group-units.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { type AnsweredIndex, answerIndex } from './answered-index.js';
import { CountsCache, type Freshness } from './counts-cache.js';
import { COUNTED_AS_REPORTED, type CountedIn, type DisplayNames, NO_DISPLAY_NAMES } from './display-names.js';
import { FrozenPeriods } from './frozen-periods.js';
import { type FrozenAs, type FrozenResults, NOTHING_FROZEN } from './frozen-results.js';
import { formatOwner, type IndexName, type IndexNames, type IndexPattern } from './index-name.js';
import type { IndexState } from './index-state.js';
import { type KnownSources, knownSources } from './known-sources.js';
import type { PeriodCounts } from './period-counts.js';

/** An open calendar grows for ever; a pass over all periods does not. */
const RECENT_PERIODS = 60;

/** An index as it is answered now. */
export interface LiveIndex extends AnsweredIndex {
  readonly state: IndexState;
}

export interface LiveIndexesOptions {
  readonly counts: CountsReader;
  readonly rulesets: Rulesets;
  /** Default: the built-in sources, and the departments that the rulesets weigh. */
  readonly known?: Pick<KnownSources, 'departments'>;
  readonly clock: Clock;
  /** What people read beside names and paths. Default: nothing. */
  readonly displayNames?: DisplayNames;
  /** Where units are counted today. Default: where they are reported. */
  readonly countedIn?: CountedIn;
  /** What was frozen; an index of a closed period has its counts. Default: nothing. */
  readonly frozen?: FrozenResults;
}

/**
 * Computes indexes from the counts on request, of open periods too, and caches them until the counts change. Nothing is stored:
 * the same counts make the same index.
 */
export class LiveIndexes {
  readonly rulesets: Rulesets;
  readonly displayNames: DisplayNames;
  readonly #countedIn: CountedIn;
  readonly #known: Pick<KnownSources, 'departments'>;
  readonly #cache: CountsCache;
  readonly #clock: Clock;
  readonly #frozenPeriods: FrozenPeriods;
  /** Indexes by the counts that they were made of; they are freed with these counts. */
  readonly #made = new WeakMap<PeriodCounts, Map<string, AnsweredIndex>>();

  constructor({
    counts,
    rulesets,
    known = knownSources(rulesets),
    clock,
    frozen = NOTHING_FROZEN,
    displayNames = NO_DISPLAY_NAMES,
    countedIn = COUNTED_AS_REPORTED,
  }: LiveIndexesOptions) {
    this.displayNames = displayNames;
    this.#countedIn = countedIn;
    this.rulesets = rulesets;
    this.#known = known;
    this.#cache = new CountsCache(counts, clock, rulesets);
    this.#clock = clock;
    this.#frozenPeriods = new FrozenPeriods(frozen, clock, rulesets);
  }

  /** Every department of which an index can be asked for, in order. */
  get departments(): readonly Department[] {
    return this.#known.departments;
  }

  /** What reads the names of indexes. */
  get names(): IndexNames {
    const { departments, rulesets } = this;
    return { departments, period: (name) => rulesets.period(name), words: (kind) => rulesets.words(kind) };
  }

  /** @throws {CxError} PERIOD_NOT_IN_CALENDAR, UNIT_UNKNOWN */
  async find(name: IndexName, freshness: Freshness = 'RECENT'): Promise<LiveIndex> {
    const found = await this.findAll([name], freshness);
    const [only] = found;
    if (only === undefined) throw new Error('findAll answered fewer indexes than names');
    if (only instanceof CxError) throw only;
    return only;
  }

  /** Many indexes from one snapshot of the counts, in the order of the names; an error where there is no index. */
  async findAll(
    names: readonly IndexName[],
    freshness: Freshness = 'RECENT',
  ): Promise<readonly (LiveIndex | CxError)[]> {
    const refusals = names.map((name) => this.#refusal(name));
    const asked = names.filter((_, place) => refusals[place] === undefined);
    const counts = await this.#load(distinct(asked.map(({ period }) => period)), freshness);
    const frozen = await this.#frozen([...counts.values()].map(({ period }) => period));
    const found: (LiveIndex | CxError)[] = [];
    for (const [place, name] of names.entries()) {
      if (place > 0) await yieldToEventLoop(); // so that a request for one index does not wait for a request for many
      const own = counts.get(name.period.name);
      if (own === undefined) found.push(refusals[place] ?? notInCalendar(name, this.rulesets));
      else if (name.unit !== undefined && !(await this.#isUnitKnown(name.department, name.unit, own)))
        found.push(unitUnknown(name, this.#countedIn(name.department, name.unit)));
      else found.push(this.#answer(name, own, frozen.get(name.period.name)));
    }
    return found;
  }

  /** All indexes that the patterns name, and the data that they are computed from. @throws {CxError} as find */
  async matching(
    patterns: readonly IndexPattern[],
  ): Promise<{ indexes: readonly LiveIndex[]; data: DataState | undefined }> {
    const names = await Promise.all(patterns.map((pattern) => this.#namesOf(pattern)));
    const found = await this.findAll(names.flat());
    const refused = found.find((one) => one instanceof CxError);
    if (refused !== undefined) throw refused;
    const indexes = found.flatMap((one) => (one instanceof CxError ? [] : [one]));
    const [pattern] = patterns;
    const data = indexes[0]?.data ?? (pattern === undefined ? undefined : (await this.#period(pattern.period)).data);
    return { indexes, data };
  }

  /** Units in which the department counted something, as counted or, with a depth, by their first names. */
  async unitsOf(department: Department, period: Period, depth?: number): Promise<readonly Unit[]> {
    const counts = await this.#period(period);
    const units = this.#metricsOf(department, period).flatMap((metric) => counts.unitsOf(metric));
    return [...new Set(units.map((unit) => (depth === undefined ? unit : unitAtDepth(unit, depth))))].sort();
  }

  /** The counts of these periods from one snapshot, by name of the period. A period need not be in a calendar. */
  counted(periods: readonly Period[]): Promise<ReadonlyMap<string, PeriodCounts>> {
    return this.#load(distinct(periods), 'RECENT');
  }

  /** The named periods of a kind, in order of time; those of an open calendar that have begun. */
  periods(kind: PeriodKind = this.rulesets.usualKind): readonly Period[] {
    return this.rulesets.periods(kind, this.#clock.now());
  }

  /** The last 60 of them: five years of months, more than a year of weeks. */
  recent(kind: PeriodKind = this.rulesets.usualKind): readonly Period[] {
    return this.periods(kind).slice(-RECENT_PERIODS);
  }

  /** The index of the newest period of a kind in which the department has one; undefined without one in the recent ones. */
  async newest(department: Department, kind?: PeriodKind): Promise<LiveIndex | undefined> {
    for (const period of this.recent(kind).toReversed()) {
      const index = await this.find({ department, period });
      if (index.index.outcome.kind === 'measured') return index;
    }
    return undefined;
  }

  #answer(name: IndexName, counts: PeriodCounts, frozenAs: FrozenAs | undefined): LiveIndex {
    const made = this.#made.get(counts) ?? new Map<string, AnsweredIndex>();
    this.#made.set(counts, made);
    const key = formatOwner(name);
    const answered = made.get(key) ?? answerIndex(name, counts, this.#rulesetOf(name.period));
    made.set(key, answered);
    return { ...answered, state: answered.stateAt(this.#clock.now(), frozenAs?.state) };
  }

  #refusal(name: IndexName): CxError | undefined {
    return this.rulesets.for(name.period) === undefined ? notInCalendar(name, this.rulesets) : undefined;
  }

  #rulesetOf(period: Period): Ruleset {
    const ruleset = this.rulesets.for(period);
    if (ruleset === undefined) throw new Error(`${period.name} was looked up in the calendar before`);
    return ruleset;
  }

  #metricsOf(department: Department, period: Period): readonly string[] {
    const rules = this.rulesets.for(period)?.departments.get(department) ?? [];
    return rules.map(({ metric }) => metric);
  }

  async #namesOf({ department, unit, period }: IndexPattern): Promise<readonly IndexName[]> {
    if (department === '-') return this.departments.map((one) => ({ department: one, period }));
    if (unit === undefined) return [{ department, period }];
    const units = unit === '-' ? await this.unitsOf(department, period) : [unit];
    return units.map((one) => ({ department, unit: one, period }));
  }

  async #period(period: Period): Promise<PeriodCounts> {
    const counts = (await this.#load([period], 'RECENT')).get(period.name);
    if (counts === undefined) throw new Error(`${period.name} was asked for`);
    return counts;
  }

  /** A unit is known if anything was ever counted in it. If nothing was in this period, the recent ones are searched. */
  async #isUnitKnown(department: Department, unit: Unit, counts: PeriodCounts): Promise<boolean> {
    const isIn = (one: PeriodCounts) =>
      this.#metricsOf(department, counts.period).some(
        (metric) => one.cellsOf(metric, unit).length > 0 || one.waitingOf(metric, unit).length > 0,
      );
    if (isIn(counts)) return true;
    const all = await this.#load(this.recent(), 'RECENT');
    return [...all.values()].some(isIn);
  }

  /** The counts of closed periods as they were closed or restated, those of the others as they are now. */
  async #load(periods: readonly Period[], freshness: Freshness): Promise<ReadonlyMap<string, PeriodCounts>> {
    const closed = new Map<string, PeriodCounts>();
    for (const period of periods) {
      const counts = await this.#frozenPeriods.countsOf(period);
      if (counts !== undefined) closed.set(period.name, counts);
    }
    const others = periods.filter(({ name }) => !closed.has(name));
    return new Map([...(await this.#cache.load(others, freshness)), ...closed]);
  }

  async #frozen(periods: readonly Period[]): Promise<ReadonlyMap<string, FrozenAs>> {
    const found = new Map<string, FrozenAs>();
    for (const period of periods) {
      const as = await this.#frozenPeriods.of(period);
      if (as !== undefined) found.set(period.name, as);
    }
    return found;
  }
}

function distinct(periods: readonly Period[]): readonly Period[] {
  return [...new Map(periods.map((period) => [period.name, period])).values()];
}

function notInCalendar({ period }: IndexName, rulesets: Rulesets): CxError {
  const says = `no ruleset names the period ${period.name}; they name ${rulesets.words(period.kind)}`;
  return new CxError('PERIOD_NOT_IN_CALENDAR', says, { field: 'name', facts: { period: period.name } });
}

/** @param countedIn  where the unit is counted today: what is reported of depot-7 may be counted in carrier/acme/depot-7 */
function unitUnknown(name: IndexName, countedIn: Unit): CxError {
  const says = `nothing was ever counted for ${formatOwner(name)}`;
  if (countedIn === name.unit) return new CxError('UNIT_UNKNOWN', says, { field: 'name' });
  const counted = formatOwner({ ...name, unit: countedIn });
  const elsewhere = `${says}: departments.yaml counts it in ${countedIn}, that is ${counted}`;
  return new CxError('UNIT_UNKNOWN', elsewhere, { field: 'name', facts: { counted_in: counted } });
}
