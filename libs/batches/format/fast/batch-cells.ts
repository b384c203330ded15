import type { Cell } from '#libs/domain/observation.js';
import type { Day } from '#libs/domain/time.js';
import { isoDay, type KnownCells } from './known-cells.js';

/**
 * One cell of a batch: numbers of cases, or quantities of a tally; whole numbers from 0. Case refs stay in the bytes.
 */
export interface CellChanges {
  readonly cell: Cell;
  /** `cellKey` of it. */
  readonly key: string;
  readonly hits: number;
  readonly misses: number;
  readonly retractedHits: number;
  readonly retractedMisses: number;
}

/**
 * The cells of a batch in columns, so that adding up thousands of cells creates no objects. Iterating creates one object per cell.
 */
export class BatchCells implements Iterable<CellChanges> {
  constructor(
    readonly known: KnownCells,
    /** The number of each cell in `known`. */
    readonly numbers: Int32Array,
    /** Four per cell: hits, misses, retracted hits, retracted misses. */
    readonly quantities: Float64Array,
  ) {}

  get length(): number {
    return this.numbers.length;
  }

  *[Symbol.iterator](): Iterator<CellChanges> {
    for (const [place, number] of this.numbers.entries()) {
      const at = (column: number) => this.quantities[place * 4 + column] ?? 0;
      const changes = { hits: at(0), misses: at(1), retractedHits: at(2), retractedMisses: at(3) };
      yield { ...this.known.cell(number), ...changes };
    }
  }

  /** The first and last day of the cells; undefined without cells. */
  days(): { readonly from: Day; readonly to: Day } | undefined {
    if (this.length === 0) return undefined;
    let from = Number.POSITIVE_INFINITY;
    let to = 0;
    for (const number of this.numbers) {
      const day = this.known.day(number);
      if (day < from) from = day;
      if (day > to) to = day;
    }
    return { from: isoDay(from), to: isoDay(to) };
  }
}
