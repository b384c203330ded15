import { metricOf } from '#libs/catalogue/catalogue.js';
import { CellKey } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, cellKey } from '#libs/domain/observation.js';
import { isDay } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import { classFrom, originFrom } from './cells.js';
import { Doubt } from './doubt.js';
import { KeyTable } from './key-table.js';

/** A cell, and the text by which it is found again. */
export interface KeyedCell {
  readonly cell: Cell;
  readonly key: string;
}

/** No more keys than so many, or bytes of keys: some 100 MB. Then a new table is begun. */
const MAX_KEYS = 1_000_000;
const MAX_BYTES = 64 << 20;

/**
 * The cells that were met so far, by their numbers. Their keys were decoded and believed once; the second time only their bytes
 * are compared. Two spellings of one key have two numbers and are the same cell.
 */
export class KnownCells {
  readonly #keys = new KeyTable();
  /** As a number: 20180302. */
  readonly #days: number[] = [];
  readonly #isTally: boolean[] = [];
  /** Decoded again for those who ask. */
  readonly #cells: (KeyedCell | undefined)[] = [];

  get isFull(): boolean {
    return this.#keys.size >= MAX_KEYS || this.#keys.byteLength >= MAX_BYTES;
  }

  /**
   * The number of the CellKey that these bytes hold.
   *
   * @throws Doubt for what this version does not know or believe; any error for what is no message
   */
  numberOf(bytes: Buffer, from: number, to: number): number {
    const before = this.#keys.find(bytes, from, to);
    if (before >= 0) return before;
    const { cell, isTally } = believed(CellKey.decode(bytes.subarray(from, to)));
    const number = this.#keys.add(bytes, from, to);
    this.#days[number] = Number(cell.day.replaceAll('-', ''));
    this.#isTally[number] = isTally;
    return number;
  }

  day(number: number): number {
    return this.#days[number] ?? 0;
  }

  isTally(number: number): boolean {
    return this.#isTally[number] ?? false;
  }

  cell(number: number): KeyedCell {
    const before = this.#cells[number];
    if (before !== undefined) return before;
    const { cell } = believed(CellKey.decode(this.#keys.key(number)));
    const keyed = { cell, key: cellKey(cell) };
    this.#cells[number] = keyed;
    return keyed;
  }
}

function believed(key: CellKey): { readonly cell: Cell; readonly isTally: boolean } {
  const class_ = classFrom(key.class);
  const origin = originFrom(key.origin);
  const metric = metricOf(key.metric);
  if (class_ === undefined || origin === undefined)
    throw new Doubt('FUTURE', `class ${key.class}, origin ${key.origin}`);
  if (metric === undefined || key.definition > metric.definition)
    throw new Doubt('FUTURE', `metric ${key.metric}, definition ${key.definition}`);
  if (!isKnownDay(key.day)) throw new Doubt('UNDECODABLE', `day "${key.day}"`);
  if (!isUnit(key.unit)) throw new Doubt('UNDECODABLE', `unit "${key.unit}"`);
  if ((class_ === 'ACCOUNTABLE') !== (key.reason === '') || (key.reason === '') !== (key.responsible === '')) {
    throw new Doubt('UNDECODABLE', `class ${class_} with reason "${key.reason}" and responsible "${key.responsible}"`);
  }
  return { cell: { ...key, class: class_, origin }, isTally: metric.counts === 'TALLY' };
}

/** Days that were found to be days: there are few, and cells by the thousand share each. */
const days = new Set<string>();

function isKnownDay(text: string): boolean {
  if (days.has(text)) return true;
  if (!isDay(text)) return false;
  days.add(text);
  return true;
}
