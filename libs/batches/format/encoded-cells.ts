import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { Tally } from '#libs/contracts/cx/batches/v1/batches.js';
import type { CellKeys, KeptKey } from './cell-keys.js';

/** A cell of cx.batches.v1.Observations, as far as it has to be decoded to be put together with others. */
export interface EncodedCell {
  readonly key: KeptKey;
  /** Refs of hits, misses, retracted hits and retracted misses; shared with the bytes that were read, and undefined where there are none. */
  readonly columns: readonly (Buffer | undefined)[];
  readonly tally: Tally | undefined;
}

/** Field numbers of cx.batches.v1. */
const CELL_IN_OBSERVATIONS = 1;
const CELL = { key: 1, hits: 2, retractedMisses: 5, tally: 6 } as const;

/** Reads the cells of Observations. */
export class EncodedCells {
  constructor(private readonly keys: CellKeys) {}

  /** @throws when the bytes are not Observations, or a cell has no key */
  in(observations: Buffer): EncodedCell[] {
    const reader = new BinaryReader(observations);
    const view = new DataView(observations.buffer, observations.byteOffset, observations.length);
    const cells: EncodedCell[] = [];
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === lengthDelimited(CELL_IN_OBSERVATIONS)) cells.push(this.#cell(reader, observations, view));
      else reader.skip(tag & 7, tag >>> 3);
    }
    return cells;
  }

  #cell(reader: BinaryReader, observations: Buffer, view: DataView): EncodedCell {
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
      if (field === CELL.key) key = this.keys.in(observations, view, begin, stop);
      else if (field === CELL.tally) tally = Tally.decode(observations.subarray(begin, stop));
      else if (stop > begin) columns[field - CELL.hits] = observations.subarray(begin, stop);
    }
    if (key === undefined) throw new Error('a cell without a key was written to the outbox');
    return { key, columns, tally };
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
