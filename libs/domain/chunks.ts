/**
 * Splits items into chunks of limited size, in their order. A single item that is larger than the limit is a chunk of its own.
 *
 * @param sizeOf  0 or more
 * @param most    the largest sum of sizes in a chunk of several items
 */
export function* chunksOf<Item>(
  items: Iterable<Item>,
  sizeOf: (item: Item) => number,
  most: number,
): Generator<readonly Item[]> {
  let chunk: Item[] = [];
  let sum = 0;
  for (const item of items) {
    const size = sizeOf(item);
    if (sum + size > most && chunk.length > 0) {
      yield chunk;
      chunk = [];
      sum = 0;
    }
    chunk.push(item);
    sum += size;
  }
  if (chunk.length > 0) yield chunk;
}
