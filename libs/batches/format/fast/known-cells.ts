import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
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
  readonly #metrics: MetricKind[] = [];
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
   * @param view           of the same bytes
   * @param mayOwnMetrics  see `readCells`
   * @throws DecodeError if this version does not know or accept the key; any other error if the bytes are not a message
   */
  numberOf(bytes: Uint8Array, view: DataView, from: number, to: number, mayOwnMetrics: boolean): number {
    const before = this.#keys.find(view, from, to);
    if (before >= 0) {
      if (this.#metrics[before] === 'OWN' && !mayOwnMetrics) throw unknownMetric(this.cell(before).cell);
      return before;
    }
    const key = CellKey.decode(bytes.subarray(from, to));
    const read = validatedKey(key);
    if (read.kind === 'OWN' && !mayOwnMetrics) throw unknownMetric(key);
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

  metricKind(number: number): MetricKind {
    return this.#metrics[number] ?? 'OWN';
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

  #add(view: DataView, from: number, to: number, { cell, kind }: ValidatedKey): number {
    const number = this.#keys.add(view, from, to);
    this.#days[number] = Number(cell.day.replaceAll('-', ''));
    this.#metrics[number] = kind;
    return number;
  }
}

/**
 * How a metric is counted. The catalogue says so of its metrics, whatever the number of the definition: a company may add definitions
 * by limits of its own. OWN: the catalogue does not know the metric, so the content of the cell says how it is counted.
 */
export type MetricKind = MetricDefinition['counts'] | 'OWN';

/** The name of a metric that the catalogue does not know. */
const METRIC_NAME = /^[a-z][a-z0-9_]{0,63}$/;

interface ValidatedKey {
  readonly cell: Cell;
  readonly kind: MetricKind;
}

function validatedKey(key: CellKey): ValidatedKey {
  const class_ = CLASSES.find(key.class);
  const origin = ORIGINS.find(key.origin);
  const kind = CATALOGUE.named(key.metric)[0]?.counts ?? 'OWN';
  if (class_ === undefined || origin === undefined)
    throw new DecodeError('FUTURE', `class ${key.class}, origin ${key.origin}`);
  if (key.definition < 1 || (kind === 'OWN' && !METRIC_NAME.test(key.metric)))
    throw new DecodeError('UNDECODABLE', `metric "${key.metric}", definition ${key.definition}`);
  if (!isKnownDay(key.day)) throw new DecodeError('UNDECODABLE', `day "${key.day}"`);
  if (!isUnit(key.unit)) throw new DecodeError('UNDECODABLE', `unit "${key.unit}"`);
  if ((class_ === 'ACCOUNTABLE') !== (key.reason === '') || (key.reason === '') !== (key.responsible === '')) {
    throw new DecodeError(
      'UNDECODABLE',
      `class ${class_} with reason "${key.reason}" and responsible "${key.responsible}"`,
    );
  }
  return { cell: { ...key, class: class_, origin }, kind };
}

function unknownMetric({ metric, definition }: Pick<Cell, 'metric' | 'definition'>): DecodeError {
  return new DecodeError('FUTURE', `metric ${metric}, definition ${definition}`);
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
