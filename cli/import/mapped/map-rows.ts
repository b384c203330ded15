import type { MappedFact } from '#libs/maps/facts/fact.js';
import type { Joined } from '#libs/maps/rows/belonging.js';
import type { CompiledTable } from '#libs/maps/rows/table.js';
import { Fault, Faults } from '#libs/maps/values/value.js';
import type { BrokenFile, FileItem, FileRow } from '../files/file-row.js';

/** Why a row was refused. */
export interface Reason {
  readonly columns: readonly string[];
  readonly problem: string;
  readonly cure: string;
}

/** A row that becomes no facts, or whose fact a department refused. */
export interface RefusedRow {
  readonly kind: 'refused';
  readonly line: number;
  /** As far as its fields can be told apart. */
  readonly record: readonly string[] | undefined;
  readonly reasons: readonly Reason[];
}

/** Rows that belong together with the facts that they make. */
export interface MappedRow {
  readonly kind: 'mapped';
  readonly rows: readonly FileRow[];
  readonly facts: readonly MappedFact[];
}

export type MappedItem = MappedRow | RefusedRow | BrokenFile;

/** Makes facts of the rows of a file, portion by portion. A row that cannot become facts is refused by itself. */
export async function* mappedRows(
  items: AsyncIterable<readonly FileItem[]>,
  table: CompiledTable,
  joined: Joined,
): AsyncGenerator<MappedItem[]> {
  const { sameCell } = table;
  let open: FileRow[] = [];
  for await (const portion of items) {
    const mapped: MappedItem[] = [];
    for (const item of portion) {
      if (item.kind === 'row' && sameCell !== undefined && belongs(open, item, sameCell)) {
        open.push(item);
        continue;
      }
      if (open.length > 0) mapped.push(...mapRow(open, table, joined));
      open = item.kind === 'row' ? [item] : [];
      if (item.kind === 'row' && sameCell === undefined) {
        mapped.push(...mapRow(open, table, joined));
        open = [];
      } else if (item.kind === 'bad') {
        const { line, record, problem, cure } = item;
        mapped.push({ kind: 'refused', line, record, reasons: [{ columns: [], problem, cure }] });
      } else if (item.kind === 'broken') mapped.push(item);
    }
    yield mapped;
  }
  if (open.length > 0) yield mapRow(open, table, joined);
}

function belongs(open: readonly FileRow[], item: FileRow, cell: number): boolean {
  const key = item.cells[cell];
  return open[0] !== undefined && key !== '' && open[0].cells[cell] === key;
}

function mapRow(rows: readonly FileRow[], table: CompiledTable, joined: Joined): MappedItem[] {
  try {
    const row = table.row(
      rows.map(({ cells }) => cells),
      joined,
    );
    return [{ kind: 'mapped', rows, facts: table.facts(row) }];
  } catch (error) {
    const [first] = rows;
    const reasons = reasonsOf(error);
    const others: readonly Reason[] = [
      {
        columns: [],
        problem: `it belongs to the row of line ${first?.line}, which is refused`,
        cure: 'correct that row',
      },
    ];
    return rows.map(({ line, record }, place) => ({
      kind: 'refused',
      line,
      record,
      reasons: place === 0 ? reasons : others,
    }));
  }
}

/** @throws the error itself when it is a bug */
function reasonsOf(error: unknown): readonly Reason[] {
  if (error instanceof Fault) return [error];
  if (error instanceof Faults) return error.faults;
  throw error;
}
