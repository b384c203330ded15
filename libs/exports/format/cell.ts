import { disarmed } from '#libs/domain/csv-cell.js';
import type { Day } from '#libs/domain/time.js';
import type { Column, DayFormat, Encoding, Profile } from '../profile/profile.js';
import { type Exact, numberText, scaled } from './number-text.js';

/** What a field says of one row; undefined where it says nothing. */
export type Value = { readonly text: string } | { readonly number: Exact } | { readonly day: Day } | undefined;

/** Why a cell cannot be written. docs/hr-files.md explains them. */
export const CELL_FAULTS = {
  CELL_EMPTY: 'The column needs a value and the row has none.',
  CODE_MISSING: 'The codes of the column lack this value.',
  TEXT_TOO_LONG: 'The text has more characters than the column takes.',
  NUMBER_INEXACT: 'The number has more decimals than the column, and the column does not round.',
  NUMBER_OUT_OF_RANGE: 'The number is below the least or above the greatest of the column.',
  CHARACTER_NOT_ENCODED: 'The encoding of the file lacks a character of the text.',
} as const;
export type CellFault = keyof typeof CELL_FAULTS;

/** A cell that can be written. A number keeps its units for control totals. */
export interface Cell {
  readonly text: string;
  readonly units?: bigint;
}

export type CellOutcome = Cell | { readonly fault: CellFault };

/** The cell of a column in one row. A text is disarmed; a number and a day cannot be a formula. */
export function cellOf(column: Column, value: Value, profile: Pick<Profile, 'decimalSign' | 'encoding'>): CellOutcome {
  if (value === undefined) return column.mayBeEmpty ? { text: '' } : { fault: 'CELL_EMPTY' };
  if ('number' in value) return numberCell(column, value.number, profile);
  if ('day' in value) return { text: dayText(value.day, column.day) };
  return textCell(column, value.text, profile.encoding);
}

function numberCell(
  { number: format }: Column,
  exact: Exact,
  { decimalSign }: Pick<Profile, 'decimalSign'>,
): CellOutcome {
  if (format === undefined) throw new TypeError('a number column of a checked profile has a format');
  const outcome = scaled(exact, format);
  if ('fault' in outcome) return outcome;
  return { text: numberText(outcome.units, format.decimals, decimalSign), units: outcome.units };
}

function textCell({ codes, longest, mayBeEmpty }: Column, value: string, encoding: Encoding): CellOutcome {
  const text = codes === undefined ? value : codes.get(value);
  if (text === undefined) return { fault: 'CODE_MISSING' };
  if (text === '') return mayBeEmpty ? { text } : { fault: 'CELL_EMPTY' };
  const safe = disarmed(text);
  if (longest !== undefined && [...safe].length > longest) return { fault: 'TEXT_TOO_LONG' };
  return isEncodable(safe, encoding) ? { text: safe } : { fault: 'CHARACTER_NOT_ENCODED' };
}

function isEncodable(text: string, encoding: Encoding): boolean {
  const last = encoding === 'ASCII' ? 0x7f : encoding === 'LATIN_1' ? 0xff : 0x10ffff;
  const isHalf = (code: number) => code >= 0xd800 && code <= 0xdfff;
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  return codes.every((code) => code <= last && !isHalf(code));
}

/** @param day  YYYY-MM-DD */
function dayText(day: Day, format: DayFormat): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return format.replace('YYYY', year).replace('MM', month).replace('DD', date);
}
