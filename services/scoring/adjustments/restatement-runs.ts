import { Temporal } from 'temporal-polyfill';
import type { Closing } from '#libs/documents/ruleset/closing-document.js';
import type { Period } from '#libs/domain/period.js';
import type { Day } from '#libs/domain/time.js';

/** When corrections are posted: R1 with the next period, R2 and RF some months later, EXTRA at any time. */
export const RESTATEMENT_RUNS = ['R1', 'R2', 'RF', 'EXTRA'] as const;
export type RestatementRun = (typeof RESTATEMENT_RUNS)[number];

/** A run of the calendar: it lasts while its posting period is the one that is open. */
export interface ScheduledRun {
  readonly run: Exclude<RestatementRun, 'EXTRA'>;
  /** The corrections of the run count in this period. */
  readonly postingPeriod: string;
}

/**
 * The period into which a correction is posted now: the first one after the corrected period that is neither closed nor voided. Only this
 * period has to be open, so what is closed can always be corrected.
 *
 * @param inOrder  the periods of the same kind that have begun, in order of time
 * @param ended    periods that were closed or voided
 * @returns        undefined when all of them have ended
 */
export function postingPeriodOf(
  corrected: Period,
  inOrder: readonly Period[],
  ended: ReadonlySet<string>,
): Period | undefined {
  return inOrder.find(({ name, firstDay }) => firstDay > corrected.firstDay && !ended.has(name));
}

/**
 * The runs of a period: R1 goes with the next period, R2 and RF with those that hold the day as many months later. Their places in the
 * calendar are fixed with the ruleset, before the period begins.
 *
 * @param inOrder  the periods of the same kind, in order of time; runs in periods that have not begun are left out
 */
export function runsOf(corrected: Period, inOrder: readonly Period[], closing: Closing): readonly ScheduledRun[] {
  const later = inOrder.filter(({ firstDay }) => firstDay > corrected.firstDay);
  const onDay = (day: Day) => later.find(({ firstDay, lastDay }) => firstDay <= day && day <= lastDay);
  const [second, last] = closing.restatementMonths.map((months) => onDay(monthsAfter(corrected.lastDay, months)));
  const found: readonly (readonly [ScheduledRun['run'], Period | undefined])[] = [
    ['R1', later[0]],
    ['R2', second],
    ['RF', last],
  ];
  return found.flatMap(([run, period]) => (period === undefined ? [] : [{ run, postingPeriod: period.name }]));
}

/** The run that a correction belongs to which is posted into a period now; undefined between the runs. */
export function runIn(runs: readonly ScheduledRun[], postingPeriod: string | undefined): ScheduledRun | undefined {
  return runs.find((one) => one.postingPeriod === postingPeriod);
}

function monthsAfter(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}
