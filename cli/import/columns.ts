import { problemOfId } from '#libs/domain/id.js';
import { isZone, type Zone } from '#libs/domain/time.js';
import { isCivilDay, readTimestamp } from '#libs/maps/cells/timestamp.js';
import type { Mistake } from './mistakes.js';

/** One column of an imported file. */
export interface Column<Name extends string = string> {
  readonly name: Name;
  /** id: see `problemOfId`; instant: ISO 8601; day: "2018-03-02", a time of day after it is ignored; whole: a whole number; zone: IANA. */
  readonly kind: 'text' | 'id' | 'instant' | 'day' | 'whole' | 'zone';
  /** "filled": a cell must not be empty. "optional": the file may lack the column. */
  readonly presence?: 'filled' | 'optional';
  /** A cell may hold several values with | between them. */
  readonly several?: true;
}

/** A row by the names of its columns. A column that the file lacks reads as empty. */
export type RowOf<Columns extends readonly Column[]> = Readonly<Record<Columns[number]['name'], string>>;

/** What is wrong with a value, and what would be right; undefined when nothing is wrong. */
type Wrong = Pick<Mistake, 'problem' | 'cure'> | undefined;

const EXAMPLE = '2018-03-02T14:10:00+01:00';

/**
 * Checks one cell.
 *
 * @param zone  of timestamps without an offset; undefined when none was named
 */
export function mistakeInCell(column: Column, cell: string, zone: Zone | undefined): Wrong {
  if (cell.includes('\0')) return { problem: 'the cell holds a NUL byte', cure: 'remove it' };
  if (cell.includes('\uFFFD')) return { problem: 'the cell is not UTF-8', cure: 'save the file as UTF-8' };
  if (cell === '') {
    return column.presence === 'filled' ? { problem: 'the cell is empty', cure: 'fill it in' } : undefined;
  }
  for (const value of column.several ? cell.split('|') : [cell]) {
    const wrong = CHECKS[column.kind](value, zone);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

const CHECKS: Readonly<Record<Column['kind'], (value: string, zone: Zone | undefined) => Wrong>> = {
  text: () => undefined,
  id: (value) => {
    const wrong = problemOfId(value);
    return wrong && { problem: `the id ${wrong.problem}`, cure: wrong.cure };
  },
  instant: (value, zone) => {
    const { kind } = readTimestamp(value);
    if (kind === 'invalid') return { problem: `"${value}" is not a timestamp`, cure: `write ${EXAMPLE}` };
    if (kind === 'wall_time' && zone === undefined)
      return { problem: `"${value}" has no offset`, cure: `write ${EXAMPLE}, or name its zone: --zone Europe/Berlin` };
    return undefined;
  },
  day: (value) =>
    isCivilDay(value.slice(0, 10)) && /^.{10}($|[T ]\d)/.test(value)
      ? undefined
      : { problem: `"${value}" is not a day`, cure: 'write 2018-03-02' },
  whole: (value) =>
    /^\d{1,3}$/.test(value) ? undefined : { problem: `"${value}" is not a whole number`, cure: 'write 5' },
  zone: (value) =>
    isZone(value) ? undefined : { problem: `"${value}" is not a time zone`, cure: 'write Europe/Berlin' },
};
