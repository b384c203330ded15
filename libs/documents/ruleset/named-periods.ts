import { type Period, parsePeriod, periodOn, periodsFrom, periodsThrough } from '#libs/domain/period.js';
import { addDays, type Day } from '#libs/domain/time.js';
import { CALENDAR_KEYS, type CalendarKey, isPayRule, payRuleOf } from './calendar-document.js';
import type { RulesetDocument } from './ruleset-document.js';

/** The periods of one kind that a ruleset names. */
export interface NamedPeriods {
  readonly first: Period;
  /** Included. Without it the calendar is open: it goes on until another ruleset names a period of the same kind. */
  readonly last?: Period;
  /** The first period of the ruleset that takes over. */
  readonly until?: Period;
}

/** The calendar of a document, one entry for each kind. A kind that the schema refuses is left out: it is a finding of its own. */
export function namedPeriods(calendar: RulesetDocument['calendar']): readonly NamedPeriods[] {
  const { pay_periods: pay } = calendar;
  const rule = pay !== undefined && isPayRule(pay) ? payRuleOf(pay) : undefined;
  return Object.entries(CALENDAR_KEYS).flatMap(([key, { kind }]): NamedPeriods[] => {
    const written = calendar[key as CalendarKey];
    if (written === undefined) return [];
    const first = parsePeriod(written.first, rule);
    const last = written.last === undefined ? undefined : parsePeriod(written.last, rule);
    if (first?.kind !== kind) return [];
    if (written.last === undefined) return [{ first }];
    return last?.kind === kind && first.firstDay <= last.firstDay ? [{ first, last }] : [];
  });
}

/** Whether a period is one of them. */
export function names({ first, last, until }: NamedPeriods, period: Period): boolean {
  if (period.kind !== first.kind || period.payRule !== first.payRule) return false;
  return (
    first.firstDay <= period.firstDay &&
    (last === undefined || period.firstDay <= last.firstDay) &&
    (until === undefined || period.firstDay < until.firstDay)
  );
}

/** In order of time: all of them when the calendar has an end, else those that have begun on a day. */
export function listed(named: NamedPeriods, today: Day): readonly Period[] {
  const { first, last } = named;
  const all = last === undefined ? periodsThrough(first, today) : periodsFrom(first, last);
  return all.filter((period) => names(named, period));
}

/** A calendar of one kind, and who names it. */
export interface OfRuleset {
  readonly ruleset: string;
  readonly named: NamedPeriods;
}

/** Ends each open calendar where another begins. All are of one kind; the answer is in order of time. */
export function takeOver<T extends OfRuleset>(calendars: readonly T[]): readonly T[] {
  const inOrder = calendars.toSorted((a, b) => (a.named.first.firstDay < b.named.first.firstDay ? -1 : 1));
  return inOrder.map((own, place) => {
    const next = inOrder[place + 1];
    return next === undefined ? own : { ...own, named: { ...own.named, until: next.named.first } };
  });
}

/**
 * Why two calendars that follow each other cannot stand side by side: both name a period, or a pay period of the first reaches
 * into the second. Undefined when they can.
 */
export function overlap({ ruleset, named: { first, last } }: OfRuleset, next: OfRuleset): string | undefined {
  const begins = next.named.first;
  const isNamedTwice = first.firstDay >= begins.firstDay || (last !== undefined && last.firstDay >= begins.firstDay);
  if (isNamedTwice) return `${begins.name} is named by the rulesets ${ruleset} and ${next.ruleset}`;
  if (first.kind !== 'pay_period') return undefined;
  const final = last ?? periodOn(first.kind, addDays(begins.firstDay, -1), first.payRule);
  if (final.lastDay < begins.firstDay) return undefined;
  return `${final.name} of the ruleset ${ruleset} ends after ${begins.name} of ${next.ruleset} begins`;
}
