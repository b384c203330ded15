import { BinaryReader } from '@bufbuild/protobuf/wire';
import { CLASSES, type CountedCell, ORIGINS } from '#libs/domain/observation.js';

/**
 * The second path from archived bytes to counts. It reads the wire format by itself and shares no code with the first path, so
 * a fault in one of them makes their results differ.
 */
export class Recount {
  readonly #cells = new Map<string, { row: Omit<CountedCell, 'hits' | 'misses'>; hits: bigint; misses: bigint }>();
  batches = 0n;

  /** Adds one archived SealedBatch. */
  add(bytes: Uint8Array): void {
    this.batches += 1n;
    eachField(new BinaryReader(bytes), (field, batch) => {
      if (field !== OBSERVATIONS) return false;
      eachField(new BinaryReader(batch.bytes()), (inner, observations) => {
        if (inner === CELLS) this.#addCell(observations.bytes());
        return inner === CELLS;
      });
      return true;
    });
  }

  rows(): CountedCell[] {
    return [...this.#cells.values()].map(({ row, hits, misses }) => ({ ...row, hits, misses }));
  }

  #addCell(bytes: Uint8Array): void {
    let key: Uint8Array = new Uint8Array();
    let [hits, misses] = [0n, 0n];
    eachField(new BinaryReader(bytes), (field, cell) => {
      if (field === KEY) key = cell.bytes();
      else if (field === HITS) hits += BigInt(cell.bytes().length) / 16n;
      else if (field === MISSES) misses += BigInt(cell.bytes().length) / 16n;
      else if (field === RETRACTED_HITS) hits -= BigInt(cell.bytes().length) / 16n;
      else if (field === RETRACTED_MISSES) misses -= BigInt(cell.bytes().length) / 16n;
      else if (field === TALLY) {
        const [more, less] = tallyOf(cell.bytes());
        hits += more;
        misses += less;
      } else return false;
      return true;
    });
    const name = Buffer.from(key).toString('latin1');
    const found = this.#cells.get(name) ?? { row: rowOf(key), hits: 0n, misses: 0n };
    found.hits += hits;
    found.misses += misses;
    this.#cells.set(name, found);
  }
}

// Field numbers of cx.batches.v1, repeated here on purpose.
const OBSERVATIONS = 11;
const CELLS = 1;
const [KEY, HITS, MISSES, RETRACTED_HITS, RETRACTED_MISSES, TALLY] = [1, 2, 3, 4, 5, 6];

/** Calls `take` for every field and skips a field that `take` does not read. */
function eachField(reader: BinaryReader, take: (field: number, reader: BinaryReader) => boolean): void {
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!take(field, reader)) reader.skip(wireType);
  }
}

function tallyOf(bytes: Uint8Array): [bigint, bigint] {
  const quantities = [0n, 0n, 0n, 0n, 0n];
  eachField(new BinaryReader(bytes), (field, tally) => {
    quantities[field] = BigInt(tally.int64());
    return true;
  });
  const [, hits = 0n, misses = 0n, retractedHits = 0n, retractedMisses = 0n] = quantities;
  return [hits - retractedHits, misses - retractedMisses];
}

function rowOf(key: Uint8Array): Omit<CountedCell, 'hits' | 'misses'> {
  const texts: string[] = [];
  const numbers: number[] = [];
  eachField(new BinaryReader(key), (field, reader) => {
    if (field === 2 || field === 5 || field === 8) numbers[field] = reader.int32();
    else texts[field] = reader.string();
    return true;
  });
  return {
    metric: texts[1] ?? '',
    definition: numbers[2] ?? 0,
    unit: texts[3] ?? '',
    day: texts[4] ?? '',
    class: CLASSES.wordOf(numbers[5] ?? 0),
    reason: texts[6] ?? '',
    responsible: texts[7] ?? '',
    origin: ORIGINS.wordOf(numbers[8] ?? 0),
  };
}
