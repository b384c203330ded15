import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, CLASSES, cellKey, ORIGINS } from '#libs/domain/observation.js';
import { type Day, isDay } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import { DecodeError } from '../decode-error.js';
import { isPlain, KeyColumns } from './key-columns.js';
import { KeyTable } from './key-table.js';

/** A cell and its text key. */
export interface KeyedCell {
  readonly cell: Cell;
  readonly key: string;
}

/** Limits of one table, in keys and in bytes of keys: about 100 MB. A new table is begun beyond them. */
const MAX_KEYS = 1_000_000;
const MAX_BYTES = 64 << 20;

/**
 * Cells seen so far, by number. A key is decoded and validated once; when it comes again, only its bytes are compared. Two
 * encodings of one key have two numbers; one of them is the cell's `plain` number.
 */
export class KnownCells {
  readonly #keys = new KeyTable();
  /** The day of each cell as a number: 20180302. */
  readonly #days: number[] = [];
  readonly #isTally: boolean[] = [];
  /** The plain number of keys in another encoding than ours. */
  readonly #plain = new Map<number, number>();
  /** Cells that were asked for, decoded. */
  readonly #cells: (KeyedCell | undefined)[] = [];

  get size(): number {
    return this.#keys.size;
  }

  get isFull(): boolean {
    return this.#keys.size >= MAX_KEYS || this.#keys.byteLength >= MAX_BYTES;
  }

  /**
   * The number of the CellKey in these bytes.
   *
   * @param view  of the same bytes
   * @throws DecodeError if this version does not know or accept the key; any other error if the bytes are not a message
   */
  numberOf(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    const before = this.#keys.find(view, from, to);
    if (before >= 0) return before;
    const key = CellKey.decode(bytes.subarray(from, to));
    const read = validatedKey(key);
    const number = this.#add(view, from, to, read);
    if (!isPlain(bytes, from, to)) this.#plain.set(number, this.#numberOfPlain(key, read));
    return number;
  }

  /** The plain number: the same for all encodings of one cell. */
  plain(number: number): number {
    return this.#plain.get(number) ?? number;
  }

  /** The keys of these numbers, which must be plain, as columns. */
  parts(numbers: readonly number[]): KeyColumns {
    return new KeyColumns(this.#keys, numbers);
  }

  day(number: number): number {
    return this.#days[number] ?? 0;
  }

  isoDay(number: number): Day {
    const day = this.day(number);
    const text = isoDays.get(day) ?? isoDay(day);
    isoDays.set(day, text);
    return text;
  }

  isTally(number: number): boolean {
    return this.#isTally[number] ?? false;
  }

  cell(number: number): KeyedCell {
    const before = this.#cells[number];
    if (before !== undefined) return before;
    const { cell } = validatedKey(
      CellKey.decode(this.#keys.bytes.subarray(this.#keys.from(number), this.#keys.to(number))),
    );
    const keyed = { cell, key: cellKey(cell) };
    this.#cells[number] = keyed;
    return keyed;
  }

  #numberOfPlain(key: CellKey, read: ValidatedKey): number {
    const { buffer, byteOffset, length } = CellKey.encode(key).finish();
    const view = new DataView(buffer, byteOffset, length);
    const before = this.#keys.find(view, 0, length);
    return before >= 0 ? before : this.#add(view, 0, length, read);
  }

  #add(view: DataView, from: number, to: number, { cell, isTally }: ValidatedKey): number {
    const number = this.#keys.add(view, from, to);
    this.#days[number] = Number(cell.day.replaceAll('-', ''));
    this.#isTally[number] = isTally;
    return number;
  }
}

interface ValidatedKey {
  readonly cell: Cell;
  readonly isTally: boolean;
}

function validatedKey(key: CellKey): ValidatedKey {
  const class_ = CLASSES.find(key.class);
  const origin = ORIGINS.find(key.origin);
  const metric = CATALOGUE.find(key.metric, key.definition);
  if (class_ === undefined || origin === undefined)
    throw new DecodeError('FUTURE', `class ${key.class}, origin ${key.origin}`);
  if (metric === undefined) throw new DecodeError('FUTURE', `metric ${key.metric}, definition ${key.definition}`);
  if (!isKnownDay(key.day)) throw new DecodeError('UNDECODABLE', `day "${key.day}"`);
  if (!isUnit(key.unit)) throw new DecodeError('UNDECODABLE', `unit "${key.unit}"`);
  if ((class_ === 'ACCOUNTABLE') !== (key.reason === '') || (key.reason === '') !== (key.responsible === '')) {
    throw new DecodeError(
      'UNDECODABLE',
      `class ${class_} with reason "${key.reason}" and responsible "${key.responsible}"`,
    );
  }
  return { cell: { ...key, class: class_, origin }, isTally: metric.counts === 'TALLY' };
}

/** Formatted days. There are few of them. */
const isoDays = new Map<number, Day>();

/** 20180302 as "2018-03-02". */
export function isoDay(day: number): Day {
  const text = String(day);
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
}

/** Validated days. There are few of them, and thousands of cells share each. */
const days = new Set<string>();

function isKnownDay(text: string): boolean {
  if (days.has(text)) return true;
  if (!isDay(text)) return false;
  days.add(text);
  return true;
}
