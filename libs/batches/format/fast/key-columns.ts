import type { KeyTable } from './key-table.js';

/**
 * Splits cell keys into columns without creating a string or an object per key, for callers that name hundreds of thousands of
 * cells. The keys are CellKey messages of cx.batches.v1 that were decoded and validated before.
 */

const FIELD = { metric: 1, definition: 2, unit: 3, day: 4, class: 5, reason: 6, responsible: 7, origin: 8 } as const;
const IS_TEXT = [false, true, false, true, true, false, true, true, false];
const [VARINT, LENGTH_DELIMITED] = [0, 2];

/**
 * Whether a key is encoded exactly as the generated code encodes it, in one-byte characters. Only one encoding of a key passes.
 * A wrong "no" costs time and nothing else.
 */
export function isPlain(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] ?? 0) >= 0x80) return false;
  let before = 0;
  let at = from;
  while (at < to) {
    const [tag, value] = [bytes[at] ?? 0, bytes[at + 1] ?? 0];
    const field = tag >>> 3;
    const isText = IS_TEXT[field];
    if (isText === undefined || field <= before || value === 0) return false;
    if ((tag & 7) !== (isText ? LENGTH_DELIMITED : VARINT)) return false;
    before = field;
    at += isText ? 2 + value : 2;
  }
  return at === to;
}

/** Field after field of many keys: numbers, or for texts where each begins and ends in `bytes`. */
export class KeyColumns {
  readonly bytes: Uint8Array;
  readonly #columns: readonly Int32Array[];

  constructor(keys: KeyTable, numbers: readonly number[]) {
    this.bytes = keys.bytes;
    this.#columns = IS_TEXT.map((isText) => new Int32Array(isText ? 2 * numbers.length : numbers.length));
    for (let place = 0; place < numbers.length; place++) {
      const number = numbers[place] ?? -1;
      this.#read(place, keys.from(number), keys.to(number));
    }
  }

  numbers(field: 'definition' | 'class' | 'origin'): Int32Array {
    return this.#columns[FIELD[field]] ?? new Int32Array();
  }

  texts(field: 'metric' | 'unit' | 'day' | 'reason' | 'responsible') {
    return { bytes: this.bytes, places: this.#columns[FIELD[field]] ?? new Int32Array() };
  }

  #read(place: number, from: number, to: number): void {
    let at = from;
    const varint = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.bytes[at++] ?? 0;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value;
      }
    };
    while (at < to) {
      const field = varint() >>> 3;
      const value = varint();
      const column = this.#columns[field];
      if (column === undefined) throw new Error(`field ${field} in a key that was validated`);
      if (!IS_TEXT[field]) column[place] = value;
      else {
        column[2 * place] = at;
        at += value;
        column[2 * place + 1] = at;
      }
    }
  }
}
