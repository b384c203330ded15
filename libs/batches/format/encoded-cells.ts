import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { CellKey, Tally } from '#libs/contracts/cx/batches/v1/batches.js';

/** A cell of cx.batches.v1.Observations, as far as it has to be decoded to be put together with others. */
export interface EncodedCell {
  readonly key: KeptKey;
  /** Refs of hits, misses, retracted hits and retracted misses; shared with the bytes that were read, and undefined where there are none. */
  readonly columns: readonly (Buffer | undefined)[];
  readonly tally: Tally | undefined;
}

/** A key, and the text by which its cells are found and sorted. */
export interface KeptKey {
  readonly key: CellKey;
  readonly text: string;
}

/** Field numbers of cx.batches.v1. */
const CELL_IN_OBSERVATIONS = 1;
const CELL = { key: 1, hits: 2, retractedMisses: 5, tally: 6 } as const;

/** Keys that are remembered; some 10 MB. */
const MOST = 20_000;

/** Reads the cells of Observations. A department judges the same days and units again and again, so nearly every key was seen before. */
export class EncodedCells {
  #keys = new Map<string, KeptKey>();

  /** @param textOf  of a key */
  constructor(private readonly textOf: (key: CellKey) => string) {}

  /** @throws when the bytes are not Observations, or a cell has no key */
  in(observations: Buffer): EncodedCell[] {
    const reader = new BinaryReader(observations);
    const cells: EncodedCell[] = [];
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === lengthDelimited(CELL_IN_OBSERVATIONS)) cells.push(this.#cell(reader, observations));
      else reader.skip(tag & 7, tag >>> 3);
    }
    return cells;
  }

  #cell(reader: BinaryReader, observations: Buffer): EncodedCell {
    const end = endOf(reader);
    const columns: (Buffer | undefined)[] = [undefined, undefined, undefined, undefined];
    let key: KeptKey | undefined;
    let tally: Tally | undefined;
    while (reader.pos < end) {
      const tag = reader.uint32();
      const field = tag >>> 3;
      if ((tag & 7) !== WireType.LengthDelimited || field < CELL.key || field > CELL.tally) {
        reader.skip(tag & 7, field);
        continue;
      }
      const stop = endOf(reader);
      const begin = reader.pos;
      reader.pos = stop;
      if (field === CELL.key) key = this.#key(observations, begin, stop);
      else if (field === CELL.tally) tally = Tally.decode(observations.subarray(begin, stop));
      else if (stop > begin) columns[field - CELL.hits] = observations.subarray(begin, stop);
    }
    if (key === undefined) throw new Error('a cell without a key was written to the outbox');
    return { key, columns, tally };
  }

  #key(observations: Buffer, from: number, to: number): KeptKey {
    const bytes = observations.toString('latin1', from, to);
    const known = this.#keys.get(bytes);
    if (known !== undefined) return known;
    const key = CellKey.decode(observations.subarray(from, to));
    const kept = { key, text: this.textOf(key) };
    if (this.#keys.size >= MOST) this.#keys = new Map();
    this.#keys.set(bytes, kept);
    return kept;
  }
}

function lengthDelimited(field: number): number {
  return (field << 3) | WireType.LengthDelimited;
}

/** Where a message or text ends whose length is read next. */
function endOf(reader: BinaryReader): number {
  const end = reader.uint32() + reader.pos;
  if (end > reader.len) throw new RangeError('premature EOF');
  return end;
}
