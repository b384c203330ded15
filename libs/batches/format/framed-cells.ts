import { Tally } from '#libs/contracts/cx/batches/v1/batches.js';
import { encoded } from './encoded.js';
import { varintBytes, writeVarint } from './varint.js';

/** A cell whose parts are bytes already. */
export interface FramedCell {
  /** cx.batches.v1.CellKey. */
  readonly key: Uint8Array;
  /** Refs of hits, misses, retracted hits and retracted misses, each in any number of pieces. */
  readonly columns: readonly (readonly Uint8Array[])[];
  readonly tally: Tally | undefined;
}

/** Tags of fields that have a length: `cells` of Observations; `key`, the first column and `tally` of Cell. */
const TAG = { cell: 0x0a, key: 0x0a, firstColumn: 0x12, tally: 0x32 } as const;
/** From the tag of one field to that of the next one. */
const NEXT_FIELD = 8;

/** cx.batches.v1.Observations, made of what is encoded already: the same bytes as if all of it was encoded. */
export function framedCells(cells: readonly FramedCell[]): Buffer {
  const tallies = cells.map(({ tally }) => tally && encoded(Tally, tally));
  const lengths = cells.map((cell, place) => lengthOf(cell, tallies[place]));
  const framed = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + sizeOf(length), 0));
  let at = 0;
  for (const [place, { key, columns }] of cells.entries()) {
    framed[at++] = TAG.cell;
    at = writeVarint(framed, at, lengths[place] ?? 0);
    at = writePieces(framed, at, TAG.key, [key]);
    for (let column = 0; column < columns.length; column++)
      at = writePieces(framed, at, TAG.firstColumn + NEXT_FIELD * column, columns[column] ?? []);
    const tally = tallies[place];
    if (tally !== undefined) at = writePieces(framed, at, TAG.tally, [tally], true);
  }
  return framed;
}

function lengthOf({ key, columns }: FramedCell, tally: Uint8Array | undefined): number {
  let length = sizeOf(key.length) + (tally === undefined ? 0 : sizeOf(tally.length));
  for (const pieces of columns) {
    const bytes = bytesOf(pieces);
    if (bytes > 0) length += sizeOf(bytes);
  }
  return length;
}

/** With its tag and its length. */
function sizeOf(length: number): number {
  return 1 + varintBytes(length) + length;
}

function bytesOf(pieces: readonly Uint8Array[]): number {
  let bytes = 0;
  for (const piece of pieces) bytes += piece.length;
  return bytes;
}

/** Writes a field, unless it is empty. A message that says nothing is written all the same. */
function writePieces(
  framed: Buffer,
  from: number,
  tag: number,
  pieces: readonly Uint8Array[],
  isMessage = tag === TAG.key,
): number {
  const length = bytesOf(pieces);
  if (length === 0 && !isMessage) return from;
  framed[from] = tag;
  let at = writeVarint(framed, from + 1, length);
  for (const piece of pieces) {
    framed.set(piece, at);
    at += piece.length;
  }
  return at;
}
