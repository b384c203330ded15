/** What is added to counts, by id: ascending, each id once. Whole numbers, 0 or more. */
export interface Sums {
  readonly ids: Int32Array;
  readonly hits: Float64Array;
  readonly misses: Float64Array;
  readonly retractedHits: Float64Array;
  readonly retractedMisses: Float64Array;
}

/** So many changes are summed at once at most: id and place together must stay a whole number. */
export const MAX_CHANGES = 2 ** 20;

/**
 * Adds changes up by the ids of their cells. Sorted and swept, not looked up one by one: with hundreds of thousands of cells
 * every lookup would miss the cache, and the server likes its rows in order too.
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
  const columns = [hits, misses, retractedHits, retractedMisses];
  let last = -1;
  let before = 0;
  for (const packed of places) {
    const id = Math.floor(packed / MAX_CHANGES);
    const at = (packed % MAX_CHANGES) * 4;
    if (id !== before) last += 1;
    before = id;
    sums.ids[last] = id;
    for (const [column, values] of columns.entries())
      values[last] = (values[last] ?? 0) + (quantities[at + column] ?? 0);
  }
  return part({ ...sums, hits, misses, retractedHits, retractedMisses }, 0, last + 1);
}

/** Splits at an id: those below it, and those from it on. */
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
