import { closingOf } from '#libs/documents/ruleset/closing-document.js';
import { isInPeriod, type Period } from '#libs/domain/period.js';
import { addDays, type Day, type Instant, startOfDay } from '#libs/domain/time.js';
import { weekdaysIn, workingDaysAfter } from '#libs/domain/working-days.js';
import { graceEnd } from '../periods/life/windows.js';
import type { Rulesets } from '../rulesets/rulesets.js';

/** By when those who are concerned by a contest have to act. Fixed when it is opened. */
export interface ContestTerms {
  /** Until then the department that would answer may say what it has to say. */
  readonly hearingEndsAt: Instant;
  /** By then it is decided. */
  readonly dueAt: Instant;
}

/**
 * @param day      of the case
 * @param isHeard  whether another department is heard first
 */
export type TermsOfContest = (day: Day, openedAt: Instant, isHeard: boolean) => ContestTerms;

/**
 * The terms of contests, by the ruleset of the period of their case and the working days that the company had stated when they were opened.
 * A contest of a month that runs is decided some working days after its grace: before that, facts still come.
 */
export function contestTerms(rulesets: Rulesets): TermsOfContest {
  return (day, openedAt, isHeard) => {
    const period = periodOfDay(rulesets, day, openedAt);
    const ruleset = (period && rulesets.for(period)) ?? rulesets.newest;
    const { zone, closing } = ruleset ?? { zone: 'UTC', closing: closingOf() };
    const workdays = ruleset === undefined ? weekdaysIn(zone) : rulesets.workdaysOf(ruleset, openedAt);
    const after = (instant: Instant, days: number): Instant =>
      workingDaysAfter(instant, days, workdays, zone) ?? startOfDay(addDays(day, 365 * 10), zone);
    const hearingEndsAt = after(openedAt, closing.hearingWorkingDays);
    const graceEndsAt = period === undefined ? openedAt : graceEnd(period, { zone, closing, workdays: () => workdays });
    // A window ends with a day, so the first day after it is a whole one.
    const from = Math.max(openedAt, graceEndsAt - 1, isHeard ? hearingEndsAt - 1 : openedAt);
    return { hearingEndsAt, dueAt: after(from, closing.decisionWorkingDays) };
  };
}

/** The period of the usual kind that holds a day; undefined when no ruleset names one. */
export function periodOfDay(rulesets: Rulesets, day: Day, now: Instant): Period | undefined {
  return rulesets.periods(rulesets.usualKind, now).find((period) => isInPeriod(day, period));
}
