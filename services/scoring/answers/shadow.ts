import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type { Department } from '#libs/domain/observation.js';
import { type Period, periodOn, previousPeriod } from '#libs/domain/period.js';
import { addDays } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import type { CountsQuery, CountsView } from '../counts/read.js';
import { unitAtDepth } from '../index/score/group-units.js';
import { definitionIn, type Ruleset } from '../rulesets/ruleset.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { type AnsweredIndex, answerIndex } from './answered-index.js';
import type { IndexName } from './index-name.js';
import { type PeriodCounts, periodsOf } from './period-counts.js';

/** One index by the ruleset in force and by a proposed one, both from the same counts. */
export interface ShadowedIndex {
  readonly name: IndexName;
  /** Undefined when no ruleset names the period. */
  readonly inForce: AnsweredIndex | undefined;
  readonly proposed: AnsweredIndex;
  /** Metrics of either ruleset whose definition was not counted in the period, although another definition was. */
  readonly notCounted: { readonly inForce: ReadonlySet<string>; readonly proposed: ReadonlySet<string> };
}

/** Units of a department that are not in the answer, and why. */
export interface LeftOut {
  readonly department: Department;
  /** More units than were asked for: those with the fewest cases. */
  readonly beyondMost: number;
  /** Measured in no period by either ruleset: they have too few cases. */
  readonly neverMeasured: number;
}

export interface Shadow {
  readonly periods: readonly Period[];
  /** By department, then unit, then period; the department itself before its units. */
  readonly indexes: readonly ShadowedIndex[];
  readonly leftOut: readonly LeftOut[];
}

export interface ShadowQuestion {
  readonly proposed: Ruleset;
  readonly inForce: Rulesets;
  readonly periods: readonly Period[];
  /** Units are cut to so many names, 1–4. */
  readonly unitDepth: number;
  /** Units of each department, at most. */
  readonly mostUnits: number;
  /** The caller waits no longer. */
  readonly signal?: AbortSignal;
}

/** The periods of the twelve months that end with one of them, in order of time; that one alone when it is longer. */
export function lastTwelveMonths(through: Period): readonly Period[] {
  const { firstDay } = periodOn('twelve_months', through.lastDay);
  const periods = [through];
  for (let one = previousPeriod(through); one.firstDay >= firstDay; one = previousPeriod(one)) periods.unshift(one);
  return periods;
}

/** What has to be read to shadow periods that follow one another: their days, added up by period. */
export function countsOfPeriods(periods: readonly Period[]): CountsQuery {
  const [first, last] = [periods[0], periods.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('no periods');
  const bounds = [...periods.map(({ firstDay }) => firstDay), addDays(last.lastDay, 1)];
  return { source: undefined, firstDay: first.firstDay, lastDay: last.lastDay, bounds };
}

/**
 * Computes every index of some periods by a proposed ruleset and by the ones in force, of each department and of its units. The
 * proposed ruleset judges all of the periods here, whichever it names. Indexes are made by the code that answers GetIndex.
 */
export async function shadowRuleset(view: CountsView, question: ShadowQuestion): Promise<Shadow> {
  const { proposed, inForce, periods } = question;
  const byProposed = periodsOf(view, (_, metric) => definitionIn(proposed, metric));
  const byInForce = periodsOf(view, (period, metric) => inForce.definitionIn(period, metric));
  const sides = periods.map((period): Sides => {
    const ruleset = inForce.for(period);
    return {
      period,
      proposed: { ruleset: proposed, counts: byProposed(period) },
      inForce: ruleset && { ruleset, counts: byInForce(period) },
      counted: countedIn(view, period),
    };
  });
  const indexes: ShadowedIndex[] = [];
  const leftOut: LeftOut[] = [];
  for (const department of departmentsOf(sides)) {
    indexes.push(...(await shadowed(sides, { department }, question.signal)));
    const units = unitsByCases(sides, department, question.unitDepth);
    const kept = units.slice(0, question.mostUnits).sort();
    let neverMeasured = 0;
    for (const unit of kept) {
      const own = await shadowed(sides, { department, unit }, question.signal);
      if (own.some(isMeasured)) indexes.push(...own);
      else neverMeasured += 1;
    }
    leftOut.push({ department, beyondMost: units.length - kept.length, neverMeasured });
  }
  return { periods, indexes, leftOut };
}

interface Side {
  readonly ruleset: Ruleset;
  readonly counts: PeriodCounts;
}

interface Sides {
  readonly period: Period;
  readonly proposed: Side;
  readonly inForce: Side | undefined;
  /** Definitions with a count in the period, "arrived_at_last 1". */
  readonly counted: ReadonlySet<string>;
}

/** The indexes of one owner, period by period. */
async function shadowed(
  sides: readonly Sides[],
  owner: Omit<IndexName, 'period'>,
  signal: AbortSignal | undefined,
): Promise<readonly ShadowedIndex[]> {
  const made: ShadowedIndex[] = [];
  for (const { period, proposed, inForce, counted } of sides) {
    signal?.throwIfAborted();
    const name = { ...owner, period };
    made.push({
      name,
      inForce: inForce && answerIndex(name, inForce.counts, inForce.ruleset),
      proposed: answerIndex(name, proposed.counts, proposed.ruleset),
      notCounted: {
        inForce: notCounted(inForce?.ruleset, owner.department, counted),
        proposed: notCounted(proposed.ruleset, owner.department, counted),
      },
    });
  }
  await yieldToEventLoop(); // so that a request for one index does not wait for all of these
  return made;
}

/** Every department that one of the rulesets weighs, in the order of the proposed one. */
function departmentsOf(sides: readonly Sides[]): readonly Department[] {
  const rulesets = sides.flatMap(({ proposed, inForce }) => [proposed.ruleset, ...(inForce ? [inForce.ruleset] : [])]);
  return [...new Set(rulesets.flatMap(({ departments }) => [...departments.keys()]))];
}

/** Units in which something was counted or waits, those with the most accountable cases first. */
function unitsByCases(sides: readonly Sides[], department: Department, depth: number): readonly Unit[] {
  const cases = new Map<Unit, bigint>();
  for (const { ruleset, counts } of sides.flatMap(({ proposed, inForce }) => [
    proposed,
    ...(inForce ? [inForce] : []),
  ])) {
    for (const { metric } of ruleset.departments.get(department) ?? []) {
      for (const cell of counts.cellsOf(metric)) {
        const unit = unitAtDepth(cell.unit, depth);
        const own = cell.class === 'ACCOUNTABLE' ? cell.hits + cell.misses : 0n;
        cases.set(unit, (cases.get(unit) ?? 0n) + own);
      }
    }
  }
  return [...cases]
    .sort(([a, most], [b, other]) => (most === other ? (a < b ? -1 : 1) : most > other ? -1 : 1))
    .map(([unit]) => unit);
}

function countedIn({ rows, waiting }: CountsView, { firstDay, lastDay }: Period): ReadonlySet<string> {
  const own = [...rows, ...waiting].filter(({ day }) => firstDay <= day && day <= lastDay);
  return new Set(own.map(({ metric, definition }) => `${metric} ${definition}`));
}

function notCounted(ruleset: Ruleset | undefined, department: Department, counted: ReadonlySet<string>) {
  const rules = ruleset?.departments.get(department) ?? [];
  const others = new Set([...counted].map((one) => one.split(' ')[0]));
  const missing = rules.filter(
    ({ metric, definition }) => others.has(metric) && !counted.has(`${metric} ${definition}`),
  );
  return new Set(missing.map(({ metric }) => metric));
}

function isMeasured({ inForce, proposed }: ShadowedIndex): boolean {
  return proposed.index.outcome.kind === 'measured' || inForce?.index.outcome.kind === 'measured';
}
