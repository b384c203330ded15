import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { Definitions } from '#libs/catalogue/definitions.js';
import { listed, type NamedPeriods, names, overlap, takeOver } from '#libs/documents/ruleset/named-periods.js';
import type { Calendars } from '#libs/domain/duration.js';
import {
  isPayPeriodName,
  PERIOD_KINDS,
  type Period,
  type PeriodKind,
  parsePeriod,
  periodOn,
  previousPeriod,
} from '#libs/domain/period.js';
import type { Department } from '#libs/domain/source.js';
import { addDays, type Day, dayOf, type Instant, startOfDay, type Zone } from '#libs/domain/time.js';
import type { Timescale } from '#libs/domain/timescale.js';
import { weekdaysIn } from '#libs/domain/working-days.js';
import type { BoundAfterStart } from '#libs/rules/bound-after-start.js';
import { definitionIn, type Ruleset } from './ruleset.js';

/** The rulesets of this installation. Each period is judged by the one that names it. */
export interface Rulesets {
  readonly all: readonly Ruleset[];
  /** What a ruleset may name, and what people may ask about. */
  readonly definitions: Definitions;
  /** Published last; undefined while the company has published none. */
  readonly newest: Ruleset | undefined;
  /** Another number after every publication: what was made of the rulesets before is then stale. */
  readonly revision: number;
  /** The kind of period that is listed and exported where none is asked for: months where a ruleset names months. */
  readonly usualKind: PeriodKind;
  /** The period of that name. The days of a pay period are those of the ruleset that names it, or else of the one before. */
  period(name: string): Period | undefined;
  /** The period that ends the day before another one begins; a pay period by the ruleset that names it. */
  before(period: Period): Period;
  /** The ruleset that names a period; undefined when none does. */
  for(period: Period): Ruleset | undefined;
  /**
   * The definition of a metric that is counted in a period. A period that no ruleset names is counted as the ruleset before it
   * counts, or as the first ruleset does.
   *
   * @param metric  the name that it is recorded by
   */
  definitionIn(period: Period, metric: string): number;
  /**
   * Whether the index of a department in a period is decided by something that was published after it had begun: RULES_BOUND_AFTER_START.
   * That is the ruleset, a weighed definition, the calendar of its limit, or the units to which units belong. False for a period that no ruleset names.
   */
  isBoundAfterStart(period: Period, department: Department): boolean;
  /**
   * The working days by which the periods of a ruleset are closed, as the company had stated them at an instant. So a holiday that is taken
   * back later shortens no review that has begun.
   */
  workdaysOf(ruleset: Ruleset, knownAt: Instant): Timescale;
  /** The named periods of a kind, in order of time: of a calendar with an end all, of an open one those that have begun. */
  periods(kind: PeriodKind, now: Instant): readonly Period[];
  /** What is named of a kind, for messages: "2017-02 to 2018-08", "2027-01 and later", "none". */
  words(kind: PeriodKind): string;
}

/**
 * An open calendar ends where another ruleset names a period of the same kind.
 *
 * @param isBoundAfterStart  what of the other documents was published late; default: nothing
 * @param calendarsKnownAt   of the company, by the documents that it had published until then; default: it has none
 * @throws {Error} when two name the same period: a period is judged by one ruleset
 */
export function rulesetsOf(
  all: readonly Ruleset[],
  definitions: Definitions = CATALOGUE,
  isBoundAfterStart: BoundAfterStart = () => false,
  calendarsKnownAt: (at: Instant) => Calendars = () => new Map(),
): Rulesets {
  const newest = all.toSorted((a, b) => b.publishedAt - a.publishedAt)[0];
  const byKind = new Map(PERIOD_KINDS.map((kind) => [kind, inTurns(ofKind(all, kind))]));
  const calendars = (kind: PeriodKind) => byKind.get(kind) ?? [];
  const inOrder = all.toSorted((a, b) => (firstDayOf(a) < firstDayOf(b) ? -1 : 1));

  const judge = (period: Period) => calendars(period.kind).find(({ named }) => names(named, period))?.by;
  const earlier = (period: Period) => inOrder.findLast((ruleset) => firstDayOf(ruleset) <= period.lastDay);
  const find = (name: string) => parsePeriod(name, payRuleFor(name, calendars('pay_period')));
  return {
    all,
    definitions,
    newest,
    revision: all.length,
    usualKind: PERIOD_KINDS.find((kind) => calendars(kind).length > 0) ?? 'month',
    period: find,
    before: (period) => {
      const day = addDays(period.firstDay, -1);
      const named = calendars(period.kind).map(({ named: { first } }) => periodOn(first.kind, day, first.payRule));
      return named.find((one) => judge(one) !== undefined) ?? previousPeriod(period);
    },
    for: judge,
    definitionIn: (period, metric) => definitionIn(judge(period) ?? earlier(period) ?? inOrder[0], metric),
    isBoundAfterStart: (period, department) => {
      const ruleset = judge(period);
      if (ruleset === undefined) return false;
      if (ruleset.publishedAt > startOfDay(period.firstDay, ruleset.zone)) return true;
      return (ruleset.departments.get(department) ?? []).some(({ stated }) => isBoundAfterStart(stated, period));
    },
    workdaysOf: ({ closing: { calendar }, zone }, knownAt) => {
      const own = calendar === undefined ? undefined : calendarsKnownAt(knownAt).get(calendar);
      return own ?? weekdaysIn(zone);
    },
    periods: (kind, now) => calendars(kind).flatMap(({ named, zone }) => listed(named, dayOf(now, zone))),
    words: (kind) => words(calendars(kind).map(({ named }) => named)),
  };
}

interface Calendar {
  readonly ruleset: string;
  readonly by: Ruleset;
  readonly zone: Zone;
  readonly named: NamedPeriods;
}

function ofKind(all: readonly Ruleset[], kind: PeriodKind): readonly Calendar[] {
  return all.flatMap((by) =>
    by.calendar
      .filter(({ first }) => first.kind === kind)
      .map((named) => ({ ruleset: by.name, by, zone: by.zone, named })),
  );
}

/** @throws {Error} when two name the same period */
function inTurns(calendars: readonly Calendar[]): readonly Calendar[] {
  const inOrder = takeOver(calendars);
  for (const [place, next] of inOrder.slice(1).entries()) {
    const why = overlap(inOrder[place] as Calendar, next);
    if (why !== undefined) throw new Error(why);
  }
  return inOrder;
}

function payRuleFor(name: string, calendars: readonly Calendar[]) {
  if (!isPayPeriodName(name)) return undefined;
  const own = calendars.findLast(({ named }) => named.first.name <= name) ?? calendars[0];
  return own?.named.first.payRule;
}

function words(named: readonly NamedPeriods[]): string {
  const [first, last] = [named[0]?.first, named.at(-1)];
  if (first === undefined || last === undefined) return 'none';
  return last.last === undefined ? `${first.name} and later` : `${first.name} to ${last.last.name}`;
}

/** The first civil day about which a ruleset decides. */
export function firstDayOf({ calendar }: Ruleset): Day {
  return calendar.map(({ first }) => first.firstDay).sort()[0] ?? '';
}
