import { isCivilDay, type Timestamp } from './timestamp.js';

/** What each letter of a pattern stands for: a part of a date, and its form. Longer ones first. */
const TOKENS: readonly (readonly [token: string, part: string, form: string])[] = [
  ['yyyy', 'year', '\\d{4}'],
  ['yy', 'shortYear', '\\d{2}'],
  ['MMM', 'monthName', '[A-Za-z]{3}'],
  ['MM', 'month', '\\d{2}'],
  ['M', 'month', '\\d{1,2}'],
  ['dd', 'day', '\\d{2}'],
  ['d', 'day', '\\d{1,2}'],
  ['HH', 'hour', '\\d{2}'],
  ['H', 'hour', '\\d{1,2}'],
  ['hh', 'halfHour', '\\d{2}'],
  ['h', 'halfHour', '\\d{1,2}'],
  ['mm', 'minute', '\\d{2}'],
  ['SSS', 'fraction', '\\d{3}'],
  ['ss', 'second', '\\d{2}'],
  ['a', 'half', '[AaPp]\\.?[Mm]\\.?'],
  ['Z', 'offset', 'Z|[+-]\\d{2}:?\\d{2}'],
];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** A pattern such as "dd.MM.yyyy HH:mm", ready to read texts. */
export interface DatePattern {
  /** Whether it has a time of day; without one it is a day. */
  readonly hasTime: boolean;
  readonly hasOffset: boolean;
  readonly read: (text: string) => Timestamp;
}

/**
 * A pattern of yyyy, yy (2000 to 2099), MMM (Jan), MM, M, dd, d, HH, H, hh, h, mm, ss, SSS, a (AM or PM) and Z (an offset); other
 * characters stand for themselves, letters between apostrophes.
 *
 * @returns what is wrong with it, as a text, when it is no pattern
 */
export function datePattern(pattern: string): DatePattern | string {
  const parts: string[] = [];
  let form = '';
  for (let rest = pattern; rest !== ''; ) {
    const [quoted, letters = ''] = /^'([^']*)'/.exec(rest) ?? [];
    const token = TOKENS.find(([name]) => rest.startsWith(name));
    if (quoted !== undefined) form += literal(letters);
    else if (token !== undefined) {
      if (parts.includes(token[1])) return `it names the ${token[1]} twice`;
      parts.push(token[1]);
      form += `(?<${token[1]}>${token[2]})`;
    } else if (/^[A-Za-z]/.test(rest)) return `it does not know the letter ${rest[0]}`;
    else form += rest[0] === ' ' ? '\\s+' : literal(rest[0] ?? '');
    rest = rest.slice((quoted ?? token?.[0] ?? ' ').length);
  }
  const has = (...names: string[]) => names.some((name) => parts.includes(name));
  if (!has('year', 'shortYear') || !has('month', 'monthName') || !has('day'))
    return 'it lacks a day, a month or a year';
  const hasTime = has('hour', 'halfHour');
  if (has('halfHour') !== has('half')) return 'h and a (AM or PM) belong together';
  if (has('minute', 'second', 'offset') && !hasTime) return 'it has minutes or an offset without an hour';
  const expression = new RegExp(`^${form}$`);
  return { hasTime, hasOffset: has('offset'), read: (text) => timestampOf(expression.exec(text)?.groups) };
}

function timestampOf(parts: Readonly<Record<string, string>> | undefined): Timestamp {
  if (parts === undefined) return { kind: 'invalid' };
  const two = (text = '00') => text.padStart(2, '0');
  const year = parts['year'] ?? `20${parts['shortYear']}`;
  const named = MONTHS.indexOf((parts['monthName'] ?? '').toLowerCase()) + 1;
  const day = `${year}-${two(parts['month'] ?? String(named))}-${two(parts['day'])}`;
  const hour = hourOf(parts);
  const time = `${two(String(hour))}:${two(parts['minute'])}:${two(parts['second'])}.${parts['fraction'] ?? '000'}`;
  if (!isCivilDay(day) || !/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d/.test(time)) return { kind: 'invalid' };
  const wallTime = `${day}T${time}`;
  const offset = parts['offset'];
  if (offset === undefined) return { kind: 'wall_time', wallTime };
  const full = offset === 'Z' || offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  return { kind: 'instant', instant: Date.parse(`${wallTime}${full}`) };
}

/** 12 AM is midnight, 12 PM is noon; 13 PM does not exist. */
function hourOf({ hour, halfHour, half = '' }: Readonly<Record<string, string>>): number {
  if (halfHour === undefined) return Number(hour ?? '0');
  const value = Number(halfHour);
  if (value < 1 || value > 12) return 99;
  return (value % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
