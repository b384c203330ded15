import type { Instant } from '#libs/domain/time.js';

/**
 * Arrays in the binary form of PostgreSQL (array_recv). node-postgres would write an array as text, element by element, and the
 * server would parse the text again; it sends a Buffer as it is. With thousands of elements in a statement that saves most of
 * its time.
 *
 * A parameter takes only an array of its own type: `unnest($2::integer[])` takes a result of `integers`.
 */

const OID = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  smallint: 21,
  integer: 23,
  text: 25,
  date: 1082,
  timestamptz: 1184,
} as const;
/** Dimensions, whether nulls occur, type of elements; then length and lower bound of the one dimension. */
const HEADER_BYTES = 20;

export function smallints(values: ArrayLike<number>): Buffer {
  return fixed(OID.smallint, 2, values, (view, value, at) => view.setInt16(at, value));
}

export function integers(values: ArrayLike<number>): Buffer {
  return fixed(OID.integer, 4, values, (view, value, at) => view.setInt32(at, value));
}

/** @param values  whole numbers that a number holds exactly; each is multiplied by `sign` */
export function bigints(values: ArrayLike<number>, sign: 1 | -1 = 1): Buffer {
  return fixed(OID.bigint, 8, values, (view, value, at) => {
    const signed = sign * value;
    view.setInt32(at, Math.floor(signed / 2 ** 32));
    view.setUint32(at + 4, signed >>> 0);
  });
}

/** @param values  ISO dates, "2018-03-02"; few of them differ, and each is converted once */
export function dates(values: readonly string[]): Buffer {
  const known = new Map<string, number>();
  return fixed(OID.date, 4, values, (view, value, at) => {
    const days = known.get(value) ?? daysSince2000(value);
    known.set(value, days);
    view.setInt32(at, days);
  });
}

/** @param values  instants in milliseconds since 1970; none before or after everything */
export function timestamps(values: ArrayLike<Instant>): Buffer {
  return fixed(OID.timestamptz, 8, values, (view, value, at) => {
    const microseconds = (value - YEAR_2000) * 1_000; // exact for 285 years before and after
    view.setInt32(at, Math.floor(microseconds / 2 ** 32));
    view.setUint32(at + 4, microseconds >>> 0);
  });
}

export function booleans(values: ArrayLike<boolean>): Buffer {
  return fixed(OID.boolean, 1, values, (view, value, at) => view.setUint8(at, Number(value)));
}

/** @param values  undefined is null */
export function texts(values: readonly (string | undefined)[]): Buffer {
  const lengths = values.map((value) => (value === undefined ? NULL : bytesOf(value)));
  return varied(OID.text, lengths, (buffer, place, at) => {
    const value = values[place] ?? '';
    if (lengths[place] !== value.length || value.length > SHORT) buffer.write(value, at);
    // A short text in ASCII, as nearly all are: a loop is quicker than a call.
    else for (let next = 0; next < value.length; next++) buffer[at + next] = value.charCodeAt(next);
  });
}

/** In UTF-8: as many as characters if and only if all of them are ASCII. */
function bytesOf(text: string): number {
  if (text.length > SHORT) return Buffer.byteLength(text);
  for (let next = 0; next < text.length; next++) if (text.charCodeAt(next) > 127) return Buffer.byteLength(text);
  return text.length;
}

const SHORT = 64;

/** Where texts lie in bytes that are UTF-8: one after the other `from` and `to` of each. */
export interface Slices {
  readonly bytes: Uint8Array;
  readonly places: Int32Array;
}

/** The same for texts in UTF-8 bytes: no string is created, the bytes are copied. */
export function slicedTexts({ bytes, places }: Slices): Buffer {
  const from = (place: number) => places[2 * place] ?? 0;
  const to = (place: number) => places[2 * place + 1] ?? 0;
  const lengths = Array.from({ length: places.length / 2 }, (_, place) => to(place) - from(place));
  return varied(OID.text, lengths, (buffer, place, at) => {
    // They are short: a loop is quicker than a call.
    for (let byte = from(place), end = to(place), next = at; byte < end; byte++) buffer[next++] = bytes[byte] ?? 0;
  });
}

export function byteas(values: readonly Uint8Array[]): Buffer {
  const lengths = values.map((value) => value.length);
  return varied(OID.bytea, lengths, (buffer, place, at) => buffer.set(values[place] ?? [], at));
}

/** The length of an element that is null. */
const NULL = -1;

function varied(
  oid: number,
  lengths: readonly number[],
  write: (buffer: Buffer, place: number, at: number) => void,
): Buffer {
  const bytes = lengths.reduce((sum, length) => sum + 4 + Math.max(length, 0), 0);
  const buffer = begun(oid, lengths.length, bytes, lengths.includes(NULL));
  let at = HEADER_BYTES;
  for (let place = 0; place < lengths.length; place++) {
    const length = lengths[place] ?? NULL;
    buffer.writeInt32BE(length, at);
    at += 4;
    if (length > 0) write(buffer, place, at);
    at += Math.max(length, 0);
  }
  return buffer;
}

function fixed<T>(
  oid: number,
  size: number,
  values: ArrayLike<T>,
  write: (view: DataView, value: T, at: number) => void,
): Buffer {
  const buffer = begun(oid, values.length, values.length * (4 + size));
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
  for (let place = 0, at = HEADER_BYTES; place < values.length; place++, at += 4 + size) {
    view.setInt32(at, size);
    write(view, values[place] as T, at + 4);
  }
  return buffer;
}

function begun(oid: number, length: number, bytes: number, hasNulls = false): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  for (const [place, value] of [1, Number(hasNulls), oid, length, 1].entries()) buffer.writeInt32BE(value, place * 4);
  return buffer;
}

const MS_PER_DAY = 86_400_000;
const YEAR_2000 = Date.UTC(2000, 0, 1);

function daysSince2000(day: string): number {
  return (Date.parse(day) - YEAR_2000) / MS_PER_DAY;
}
