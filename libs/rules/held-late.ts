import { type Day, type Instant, startOfDay, type Zone } from '#libs/domain/time.js';

/** What one version of a document says of one thing, such as a calendar. */
export interface Statement {
  /** First day on which the version holds. */
  readonly from: Day;
  readonly publishedAt: Instant;
  /** Of the company when it was published: it decides when a day begins. */
  readonly zone: Zone;
  /** What it says; equal texts mean the same. */
  readonly says: string;
}

/** The days from one to another, both included. */
export interface Days {
  readonly firstDay: Day;
  readonly lastDay: Day;
}

/** Whether something was published after a day had begun. */
export function isAfterStart({ publishedAt, zone }: Pick<Statement, 'publishedAt' | 'zone'>, day: Day): boolean {
  return startOfDay(day, zone) <= publishedAt;
}

/**
 * Whether what holds on one of some days was published after that day had begun. On each day the last version holds that begins by then.
 * Before the first one begins, the first one decides. A version that was published late and says the same as the one before it changes nothing, so the one before decides.
 *
 * @param statements  in the order of publication
 */
export function isHeldLate(statements: readonly Statement[], days: Days): boolean {
  return turningDays(
    statements.map(({ from }) => from),
    days,
  ).some((day) => isLateOn(statements, day));
}

/** The first of some days, and those on which something else begins: what holds does not change on the others. */
export function turningDays(begins: readonly Day[], { firstDay, lastDay }: Days): readonly Day[] {
  if (firstDay > lastDay) return [];
  return [firstDay, ...begins.filter((day) => day > firstDay && day <= lastDay)];
}

function isLateOn(statements: readonly Statement[], day: Day): boolean {
  const place = statements.findLastIndex(({ from }) => from <= day);
  const holding = statements[place];
  if (holding === undefined) return statements[0] !== undefined && isAfterStart(statements[0], day);
  if (!isAfterStart(holding, day)) return false;
  const before = statements.slice(0, place);
  const earlier = before.findLast(({ from }) => from <= day);
  return earlier === undefined || earlier.says !== holding.says || isLateOn(before, day);
}
