import type { TypeName } from './types.js';

/** What a function needs of an argument beyond its type. */
export type Argument = TypeName | 'zone' | 'calendar' | 'written_day' | 'written_instant' | 'written_duration';

/** A function of the domain, as expressions call it. */
export interface Signature {
  readonly name: string;
  readonly takes: readonly Argument[];
  readonly gives: TypeName;
  /** What a call costs beyond its arguments, in units of about 0.1 us. */
  readonly cost: number;
  /** What it gives, a sentence for the author of a document. */
  readonly meaning: string;
  readonly example: string;
}

/**
 * Every function that expressions may call. The functions of time follow libs/domain/time.ts; working time is measured in the calendars
 * of the company. `docs/own-departments.md` shows them.
 */
export const SIGNATURES: readonly Signature[] = [
  of('startOfDay(day, zone) instant', 10, 'The first instant of a day.', 'startOfDay(seen.day, "Europe/Berlin")'),
  of('endOfDay(day, zone) instant', 10, 'The first instant after a day.', 'endOfDay(seen.day, "Europe/Berlin")'),
  of('dayOf(instant, zone) day', 10, 'The day that clocks show.', 'dayOf(seen.happened_at, "Europe/Berlin")'),
  of('civilDaysLater(day, whole_number) day', 8, 'The day so many days later.', 'civilDaysLater(seen.day, 14)'),
  of(
    'civilDaysLater(instant, whole_number, zone) instant',
    10,
    'The same time of day so many days later.',
    'civilDaysLater(seen.happened_at, 1, "Europe/Berlin")',
  ),
  of('daysBetween(day, day) whole_number', 8, 'Days from the first to the second.', 'daysBetween(seen.day, sold.day)'),
  of(
    'minutesBetween(instant, instant) whole_number',
    2,
    'Whole minutes from the first to the second.',
    'minutesBetween(opened.happened_at, answered.happened_at)',
  ),
  of(
    'workedBy(instant, whole_number, calendar) instant',
    40,
    'The instant by which a team has worked so many minutes.',
    'workedBy(opened.happened_at, 240, "helpdesk")',
  ),
  of(
    'workingMinutes(instant, instant, calendar) whole_number',
    40,
    'Whole minutes that a team worked from the first to the second.',
    'workingMinutes(opened.happened_at, answered.happened_at, "helpdesk")',
  ),
  of('day(written_day) day', 1, 'A day that is written out.', 'day("2027-01-31")'),
  of('timestamp(written_instant) instant', 1, 'An instant that is written out.', 'timestamp("2027-01-31T09:00:00Z")'),
  of('duration(written_duration) duration', 1, 'A length of time that is written out.', 'duration("1h30m")'),
  of('string(whole_number) text', 2, 'A number as a text.', 'string(seen.rank)'),
  of('string(day) text', 2, 'A day as a text.', 'string(seen.day)'),
  of('size(text) whole_number', 2, 'The number of characters.', 'size(seen.article)'),
  of('text.startsWith(text) yes_no', 2, 'Whether a text begins with another.', 'seen.article.startsWith("A")'),
  of('text.endsWith(text) yes_no', 2, 'Whether a text ends with another.', 'seen.article.endsWith("-B")'),
  of('text.contains(text) yes_no', 10, 'Whether a text holds another.', 'seen.article.contains("XL")'),
];

/** The same name with a text before it, "a.startsWith(b)", is a function of two texts. */
function of(written: string, cost: number, meaning: string, example: string): Signature {
  const [, target, name = '', args = '', gives = ''] = /^(?:(text)\.)?(\w+)\((.*)\) (\w+)$/.exec(written) ?? [];
  const takes = [...(target === undefined ? [] : [target]), ...args.split(', ')] as Argument[];
  return { name: target === undefined ? name : `.${name}`, takes, gives: gives as TypeName, cost, meaning, example };
}
