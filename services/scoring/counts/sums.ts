import type { BatchCells } from '#libs/batches/format/fast/batch-cells.js';
import type { KnownCells } from '#libs/batches/format/fast/known-cells.js';

/** The quantities of each cell of one table, added up over several batches. Cells are in the order of their first use. */
export interface TableTotals {
  readonly known: KnownCells;
  readonly numbers: Int32Array;
  /** Four for each cell: hits, misses, retracted hits, retracted misses. */
  readonly quantities: Float64Array;
}

/** Adds batches up by the numbers of their cells, so that the following steps see each cell once. */
export function totalsOf(batches: readonly BatchCells[]): TableTotals[] {
  const tables = new Set(batches.map(({ known }) => known));
  return [...tables].map((known) =>
    totalsOfTable(
      known,
      batches.filter((batch) => batch.known === known),
    ),
  );
}

function totalsOfTable(known: KnownCells, batches: readonly BatchCells[]): TableTotals {
  const room = Math.min(
    known.size,
    batches.reduce((sum, { length }) => sum + length, 0),
  );
  /** Index + 1 of each number in `numbers`; 0: not used yet. */
  const places = new Int32Array(known.size);
  const numbers = new Int32Array(room);
  const quantities = new Float64Array(4 * room);
  let used = 0;
  for (const { numbers: own, quantities: more } of batches) {
    for (let cell = 0; cell < own.length; cell++) {
      const number = own[cell] as number;
      if (places[number] === 0) {
        numbers[used++] = number;
        places[number] = used;
      }
      const at = 4 * ((places[number] as number) - 1);
      for (let column = 0; column < 4; column++)
        quantities[at + column] = (quantities[at + column] as number) + (more[4 * cell + column] as number);
    }
  }
  return { known, numbers: numbers.subarray(0, used), quantities: quantities.subarray(0, 4 * used) };
}

/** What is added to the counts, by id. Ids are ascending and occur once; quantities are whole numbers, 0 or more. */
export interface Sums {
  readonly ids: Int32Array;
  readonly hits: Float64Array;
  readonly misses: Float64Array;
  readonly retractedHits: Float64Array;
  readonly retractedMisses: Float64Array;
}

/** At most this many changes are summed at once, so that id and place together fit into one exact number. */
export const MAX_CHANGES = 2 ** 20;

/**
 * Adds changes up by the ids of their cells. The ids are sorted and read once: with hundreds of thousands of cells every lookup
 * in a table would miss the cache, and PostgreSQL is faster too when rows come in the order of their key.
 *
 * @param ids         of the cells that change, from 1
 * @param quantities  four for each: hits, misses, retracted hits, retracted misses
 */
export function sumsOf(ids: Int32Array, quantities: Float64Array): Sums {
  if (ids.length > MAX_CHANGES) throw new Error(`${ids.length} changes are too many at once`);
  const places = new Float64Array(ids.length);
  for (let place = 0; place < ids.length; place++) places[place] = (ids[place] ?? 0) * MAX_CHANGES + place;
  places.sort();
  const { hits, misses, retractedHits, retractedMisses, ...sums } = empty(ids.length);
  let last = -1;
  let before = 0;
  for (let place = 0; place < places.length; place++) {
    const packed = places[place] as number;
    const id = Math.floor(packed / MAX_CHANGES);
    const at = (packed - id * MAX_CHANGES) * 4;
    if (id !== before) last += 1;
    before = id;
    sums.ids[last] = id;
    // Written out: a loop over the four columns took three times as long.
    hits[last] = (hits[last] as number) + (quantities[at] as number);
    misses[last] = (misses[last] as number) + (quantities[at + 1] as number);
    retractedHits[last] = (retractedHits[last] as number) + (quantities[at + 2] as number);
    retractedMisses[last] = (retractedMisses[last] as number) + (quantities[at + 3] as number);
  }
  return part({ ...sums, hits, misses, retractedHits, retractedMisses }, 0, last + 1);
}

/** Splits the sums at an id: those below it, and those from it on. */
export function splitAt(sums: Sums, id: number): readonly [Sums, Sums] {
  const place = sums.ids.findIndex((one) => one >= id);
  const at = place === -1 ? sums.ids.length : place;
  return [part(sums, 0, at), part(sums, at, sums.ids.length)];
}

function empty(length: number): Sums {
  const numbers = () => new Float64Array(length);
  const columns = { hits: numbers(), misses: numbers(), retractedHits: numbers(), retractedMisses: numbers() };
  return { ids: new Int32Array(length), ...columns };
}

function part({ ids, hits, misses, retractedHits, retractedMisses }: Sums, from: number, to: number): Sums {
  return {
    ids: ids.subarray(from, to),
    hits: hits.subarray(from, to),
    misses: misses.subarray(from, to),
    retractedHits: retractedHits.subarray(from, to),
    retractedMisses: retractedMisses.subarray(from, to),
  };
}
