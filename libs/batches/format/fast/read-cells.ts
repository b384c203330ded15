import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { Tally } from '#libs/contracts/cx/batches/v1/batches.js';
import { REF_BYTES } from '../cells.js';
import { DecodeError } from '../decode-error.js';
import { BatchCells } from './batch-cells.js';
import { KnownCells } from './known-cells.js';

/**
 * Decodes the cells of a batch. Nearly every key was seen before, so keys are looked up by their bytes; that is why CellKey is a
 * message of its own. The rest of a batch is small, and the generated code decodes it.
 */

/** Field numbers of cx.batches.v1 that this file reads. */
const OBSERVATIONS_IN_BATCH = 11;
const CELL_IN_OBSERVATIONS = 1;
const CELL = { key: 1, hits: 2, misses: 3, retractedHits: 4, retractedMisses: 5, tally: 6 } as const;

/**
 * Splits a SealedBatch into its observations and the rest.
 *
 * @throws if the bytes are not a message, or contain observations twice
 */
export function withoutObservations(bytes: Buffer): { readonly rest: Uint8Array; readonly observations?: Buffer } {
  const reader = new BinaryReader(bytes);
  let found: { readonly start: number; readonly from: number; readonly to: number } | undefined;
  while (reader.pos < reader.len) {
    const start = reader.pos;
    const [field, type] = reader.tag();
    if (field !== OBSERVATIONS_IN_BATCH || type !== WireType.LengthDelimited) reader.skip(type, field);
    else if (found !== undefined) throw new DecodeError('UNDECODABLE', 'observations occur twice');
    else {
      const to = endOf(reader);
      found = { start, from: reader.pos, to };
      reader.pos = to;
    }
  }
  if (found === undefined) return { rest: bytes };
  const rest = Buffer.concat([bytes.subarray(0, found.start), bytes.subarray(found.to)]);
  return { rest, observations: bytes.subarray(found.from, found.to) };
}

let known = new KnownCells();

/**
 * Decodes the cells of `Observations`, in order.
 *
 * @param mayOwnMetrics  whether the source may have metrics that the catalogue does not know: a department of the company's own. Of a
 *                       built-in source such a metric is that of a newer version
 * @throws DecodeError if this version does not know or accept a cell; any other error if the bytes are not a message
 */
export function readCells(observations: Buffer, mayOwnMetrics: boolean): BatchCells {
  if (known.isFull) known = new KnownCells();
  const cells = new CellReader(observations, known, mayOwnMetrics);
  return cells.read();
}

/** Work space of the batch being decoded. Decoding is synchronous, so one is enough. */
let numbers = new Int32Array(1_024);
/** Four per cell: hits, misses, retracted hits, retracted misses. */
let quantities = new Float64Array(4 * 1_024);

function makeRoomFor(cells: number): void {
  if (cells <= numbers.length) return;
  const before = { numbers, quantities };
  numbers = new Int32Array(2 * before.numbers.length);
  quantities = new Float64Array(4 * numbers.length);
  numbers.set(before.numbers);
  quantities.set(before.quantities);
}

class CellReader {
  readonly #reader: BinaryReader;
  readonly #view: DataView;
  #cells = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly known: KnownCells,
    private readonly mayOwnMetrics: boolean,
  ) {
    this.#reader = new BinaryReader(bytes);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  read(): BatchCells {
    const reader = this.#reader;
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag === lengthDelimited(CELL_IN_OBSERVATIONS)) this.#readCell(endOf(reader));
      else reader.skip(tag & 7, tag >>> 3);
    }
    return new BatchCells(this.known, numbers.slice(0, this.#cells), quantities.slice(0, this.#cells * 4));
  }

  #readCell(end: number): void {
    const reader = this.#reader;
    makeRoomFor(this.#cells + 1);
    const at = this.#cells * 4;
    quantities[at] = quantities[at + 1] = quantities[at + 2] = quantities[at + 3] = 0;
    let number = -1;
    let hasRefs = false;
    let hasTally = false;
    while (reader.pos < end) {
      const tag = reader.uint32();
      const field = tag >>> 3;
      if ((tag & 7) !== WireType.LengthDelimited || field < CELL.key || field > CELL.tally) {
        reader.skip(tag & 7, field);
        continue;
      }
      const to = endOf(reader);
      if (field === CELL.key) number = this.known.numberOf(this.bytes, this.#view, reader.pos, to, this.mayOwnMetrics);
      else if (field === CELL.tally) {
        hasTally = true;
        this.#readTally(reader.pos, to, at);
      } else {
        hasRefs ||= to > reader.pos;
        quantities[at + field - CELL.hits] = refsIn(to - reader.pos);
      }
      reader.pos = to;
    }
    if (reader.pos !== end) throw new DecodeError('UNDECODABLE', 'a field is longer than its cell');
    if (number < 0) throw new DecodeError('UNDECODABLE', 'a cell without a key');
    this.#check(number, hasTally, hasRefs);
    numbers[this.#cells] = number;
    this.#cells += 1;
  }

  #check(number: number, hasTally: boolean, hasRefs: boolean): void {
    const kind = this.known.metricKind(number);
    const isOtherwise = kind === 'TALLY' ? !hasTally || hasRefs : hasTally && (hasRefs || kind === 'CASES');
    if (isOtherwise)
      throw new DecodeError('UNDECODABLE', `${this.known.cell(number).cell.metric} is counted otherwise`);
  }

  #readTally(from: number, to: number, at: number): void {
    const { hits, misses, retractedHits, retractedMisses } = Tally.decode(this.bytes.subarray(from, to));
    for (const [place, quantity] of [hits, misses, retractedHits, retractedMisses].entries()) {
      if (quantity < 0n || quantity > MAX_QUANTITY)
        throw new DecodeError('UNDECODABLE', 'a tally below 0 or beyond 2^40');
      quantities[at + place] = Number(quantity);
    }
  }
}

/** The largest quantity of one batch: sums over all batches there can be stay exact as numbers. */
const MAX_QUANTITY = 2n ** 40n;

function refsIn(length: number): number {
  if (length % REF_BYTES !== 0) throw new DecodeError('UNDECODABLE', 'a column is not a whole number of refs');
  return length / REF_BYTES;
}

/** Reads the length of a field and returns where the field ends. */
function endOf(reader: BinaryReader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new DecodeError('UNDECODABLE', 'a field is longer than the batch');
  return end;
}

function lengthDelimited(field: number): number {
  return (field << 3) | WireType.LengthDelimited;
}
