import { type Cell, type CellFault, cellOf, type Value } from './format/cell.js';
import { fileBytes } from './format/file-bytes.js';
import { numberText } from './format/number-text.js';
import type { FieldName } from './profile/fields.js';
import type { Column, Profile } from './profile/profile.js';

/** What the fields of a kind of row say of one row. */
export type SourceRow = Partial<Record<FieldName, Value>>;

/** PAYABLE only of a closed version that was claimed. */
export type Mark = 'PAYABLE' | 'SIMULATION';

/** A cell that cannot be written: its line in the file, from 1, and the header of its column. */
export interface RowFault {
  readonly line: number;
  readonly column: string;
  readonly reason: CellFault;
}

/** The sum of a number column as it is written. */
export interface Total {
  readonly column: string;
  readonly sum: string;
}

export type Exported =
  | { readonly kind: 'file'; readonly bytes: Buffer; readonly rows: number; readonly totals: readonly Total[] }
  | { readonly kind: 'faults'; readonly faults: readonly RowFault[] };

/** The column that every simulation has at its end, so that a system that checks its columns refuses the file. */
const SIMULATED: Omit<Column, 'headers'> = {
  source: { text: 'SIMULATION' },
  ...{ number: undefined, day: 'YYYY-MM-DD', codes: undefined, longest: undefined, mayBeEmpty: false },
};

/** Writes rows by a profile. One cell that cannot be written, and there is no file: all faults are named, and no value. */
export function exportFile(profile: Profile, rows: readonly SourceRow[], mark: Mark): Exported {
  const columns = mark === 'PAYABLE' ? profile.columns : [...profile.columns, simulated(profile)];
  const written = rows.map((row) => columns.map((column) => cellOf(column, valueIn(column, row), profile)));
  const head = profile.csv?.hasHead === true ? (columns[0]?.headers.length ?? 0) : 0;
  const faults = written.flatMap((cells, at) =>
    cells.flatMap((cell, place) => {
      if (!('fault' in cell)) return [];
      return [{ line: head + at + 1, column: nameOf(columns[place], place), reason: cell.fault }];
    }),
  );
  if (faults.length > 0) return { kind: 'faults', faults };
  const cells = written as readonly (readonly Cell[])[];
  const bytes = fileBytes({ ...profile, columns }, cells);
  return { kind: 'file', bytes, rows: rows.length, totals: totalsOf(profile, cells) };
}

function simulated({ columns }: Profile): Column {
  return { ...SIMULATED, headers: (columns[0]?.headers ?? []).map(() => 'SIMULATION') };
}

function valueIn({ source }: Column, row: SourceRow): Value {
  return 'text' in source ? { text: source.text } : row[source.field];
}

/** A file is often loaded by hand: its reader compares these sums with what the other system shows. */
function totalsOf({ columns, decimalSign }: Profile, cells: readonly (readonly Cell[])[]): Total[] {
  return columns.flatMap((column, place) => {
    if (column.number === undefined) return [];
    const sum = cells.reduce((total, row) => total + (row[place]?.units ?? 0n), 0n);
    return [{ column: nameOf(column, place), sum: numberText(sum, column.number.decimals, decimalSign) }];
  });
}

/** The first header of a column, or its place. */
function nameOf(column: Column | undefined, place: number): string {
  return column?.headers[0] ?? `column ${place + 1}`;
}
