import type { Tally } from '#libs/contracts/cx/batches/v1/batches.js';
import { CellKeys, type KeptKey } from './cell-keys.js';
import { type EncodedCell, EncodedCells } from './encoded-cells.js';
import { framedCells } from './framed-cells.js';
import type { ObservationChange } from './outgoing.js';

const KEYS = new CellKeys();
const READING = new EncodedCells(KEYS);

/** cx.batches.v1.Observations: the changes by cell; the cells are sorted. */
export function encodedObservations(changes: readonly ObservationChange[]): Buffer {
  const gathering = new CellGathering();
  for (const change of changes) gathering.add(change);
  return gathering.encoded();
}

/** The cells of Observations, for a gathering to which they are added. */
export function encodedCells(observations: Buffer): readonly EncodedCell[] {
  return READING.in(observations);
}

/** Collects cases into cells until the cells are sealed. */
export class CellGathering {
  readonly #cells = new Map<string, Gathered>();
  /** Number of cases and tallies collected so far. */
  size = 0;

  add({ cell, ref, kind, hits, misses, isTally = false }: ObservationChange): void {
    const key = KEYS.of(cell);
    const gathered = this.#cell(key);
    this.size += 1;
    if (isTally || key.isTally) {
      gathered.tally ??= { hits: 0n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
      gathered.tally[kind === 'record' ? 'hits' : 'retractedHits'] += BigInt(hits);
      gathered.tally[kind === 'record' ? 'misses' : 'retractedMisses'] += BigInt(misses);
      return;
    }
    push(gathered, (kind === 'record' ? 0 : 2) + (hits === 1 ? 0 : 1), ref);
  }

  /** Adds a cell that an earlier transaction collected. */
  addCell({ key, columns, tally }: EncodedCell): void {
    const gathered = this.#cell(key);
    for (let column = 0; column < columns.length; column++) {
      const refs = columns[column];
      if (refs === undefined) continue;
      push(gathered, column, refs);
      this.size += refs.length / REF_BYTES;
    }
    if (tally === undefined) return;
    this.size += 1;
    gathered.tally ??= { hits: 0n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
    for (const field of FIELDS) gathered.tally[field] += tally[field];
  }

  /** cx.batches.v1.Observations with the cells, sorted. */
  encoded(): Buffer {
    return framedCells([...this.#cells.values()].sort((a, b) => (a.text < b.text ? -1 : 1)));
  }

  #cell({ text, bytes }: KeptKey): Gathered {
    let gathered = this.#cells.get(text);
    if (gathered === undefined) {
      gathered = { text, key: bytes, columns: [NONE, NONE, NONE, NONE], tally: undefined };
      this.#cells.set(text, gathered);
    }
    return gathered;
  }
}

/** Length of a case ref in bytes. */
export const REF_BYTES = 16;

const FIELDS = ['hits', 'misses', 'retractedHits', 'retractedMisses'] as const;

interface Gathered {
  readonly text: string;
  readonly key: Buffer;
  /** In the order of `FIELDS`. */
  readonly columns: Uint8Array[][];
  tally: Tally | undefined;
}

/** Most columns of a cell stay empty: a list of its own would be made for each of them. */
const NONE: Uint8Array[] = [];

function push({ columns }: Gathered, column: number, refs: Uint8Array): void {
  const pieces = columns[column];
  if (pieces === undefined || pieces === NONE) columns[column] = [refs];
  else pieces.push(refs);
}
