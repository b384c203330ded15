import { type DatePattern, datePattern } from './date-pattern.js';
import { readTimestamp, type Timestamp } from './timestamp.js';

/** How a column writes dates: "iso", "excel", "unix", "unix_ms" or a pattern such as "dd.MM.yyyy HH:mm". */
export interface DateFormat {
  readonly name: string;
  /** A text as it should be, for the sentence about one that is not. */
  readonly example: string;
  readonly read: (text: string) => Timestamp;
}

/** @returns what is wrong with it, as a text, when it is no format */
export function dateFormat(name: string, decimalComma: boolean): DateFormat | string {
  switch (name) {
    case 'iso':
      return { name, example: '2018-03-02T14:10:00+01:00', read: isoTimestamp };
    case 'excel':
      return { name, example: '43161.5', read: (text) => excelTimestamp(decimalComma ? text.replace(',', '.') : text) };
    case 'unix':
      return { name, example: '1520000000', read: (text) => unixTimestamp(text, 1_000) };
    case 'unix_ms':
      return { name, example: '1520000000000', read: (text) => unixTimestamp(text, 1) };
    default: {
      const pattern: DatePattern | string = datePattern(name);
      return typeof pattern === 'string' ? pattern : { name, example: name, read: pattern.read };
    }
  }
}

/** A day is the wall time at which it begins. */
function isoTimestamp(text: string): Timestamp {
  return readTimestamp(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text);
}

const DAY_MS = 86_400_000;
/** Day 0 of the calendar that Excel counts by from March 1900 on. */
const EXCEL_ZERO = Date.UTC(1899, 11, 30);
/** The first of March 1900: before it Excel counts a 29 February that never was. The last day it knows is in the year 9999. */
const EXCEL_FIRST = 61;
const EXCEL_LAST = 2_958_465;

/** A serial number: days since the end of 1899 as a wall time, to the nearest second, because a fraction is not exact. */
function excelTimestamp(text: string): Timestamp {
  const serial = Number(text);
  if (!/^\d{1,7}(\.\d+)?$/.test(text) || serial < EXCEL_FIRST || serial > EXCEL_LAST) return { kind: 'invalid' };
  const wallTime = EXCEL_ZERO + Math.round((serial * DAY_MS) / 1_000) * 1_000;
  return { kind: 'wall_time', wallTime: new Date(wallTime).toISOString().slice(0, -1) };
}

function unixTimestamp(text: string, unitMs: number): Timestamp {
  return /^\d{1,15}$/.test(text) ? { kind: 'instant', instant: Number(text) * unitMs } : { kind: 'invalid' };
}
