import type { Day, Instant } from '#libs/domain/time.js';

const NULL = -1;
const MS_PER_DAY = 86_400_000;
const YEAR_2000 = Date.UTC(2000, 0, 1);

/**
 * Reads arrays of rows in the binary form of PostgreSQL: what `array_send(array(select row(...)))` gives. The columns of a row are asked for
 * in their order, by their types. With thousands of rows that costs a fraction of rows as text, which the driver cuts, parses and
 * gathers into objects.
 */
export class SentRows {
  #at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** The rows of the next array, each made by `read`, which asks for every column. */
  rows<Row>(read: (row: SentRows) => Row): Row[] {
    const dimensions = this.#int32();
    this.#at += 8; // whether nulls occur, and the type of rows
    if (dimensions === 0) return [];
    const length = this.#int32();
    this.#at += 4; // the lower bound
    const rows: Row[] = [];
    for (let place = 0; place < length; place++) {
      this.#at += 8; // bytes and columns of the row
      rows.push(read(this));
    }
    return rows;
  }

  text(): string {
    return this.textOrNull() ?? nothing();
  }

  textOrNull(): string | undefined {
    const length = this.#column();
    if (length === NULL) return undefined;
    this.#at += length;
    return this.bytes.toString('utf8', this.#at - length, this.#at);
  }

  /** A smallint, an integer, or a bigint that a number holds exactly. */
  integer(): number {
    const length = this.#column();
    this.#at += length;
    if (length === 8) return this.bytes.readInt32BE(this.#at - 8) * 2 ** 32 + this.bytes.readUInt32BE(this.#at - 4);
    return length === 2 ? this.bytes.readInt16BE(this.#at - 2) : this.bytes.readInt32BE(this.#at - 4);
  }

  boolean(): boolean {
    const length = this.#column();
    this.#at += length;
    return this.bytes[this.#at - 1] === 1;
  }

  /** A bytea; the bytes are shared and not copied. */
  bytea(): Buffer {
    const length = this.#column();
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  /** A timestamptz, cut to milliseconds. */
  instant(): Instant {
    const length = this.#column();
    this.#at += length;
    const microseconds = this.bytes.readInt32BE(this.#at - 8) * 2 ** 32 + this.bytes.readUInt32BE(this.#at - 4);
    return YEAR_2000 + Math.floor(microseconds / 1_000);
  }

  /** A date. */
  day(): Day {
    const days = this.integer();
    const known = DAYS.get(days) ?? new Date(YEAR_2000 + days * MS_PER_DAY).toISOString().slice(0, 10);
    if (DAYS.size < MOST_DAYS) DAYS.set(days, known);
    return known;
  }

  /** The length of the next column, or NULL. */
  #column(): number {
    this.#at += 4; // its type
    return this.#int32();
  }

  #int32(): number {
    this.#at += 4;
    return this.bytes.readInt32BE(this.#at - 4);
  }
}

/** Days that were read before: a department has a few thousand of them. */
const DAYS = new Map<number, Day>();
const MOST_DAYS = 20_000;

function nothing(): never {
  throw new Error('a column is null that is never null');
}
