/**
 * Arrays as PostgreSQL reads them in binary (array_recv). node-postgres writes an array as text, element by element, and the
 * server parses that text again; a Buffer travels as it is. With thousands of elements a statement that is most of its time.
 *
 * Each is given for a parameter of the same type: `unnest($2::integer[])` takes what `integers` made, and nothing else.
 */

const OID = { smallint: 21, integer: 23, bigint: 20, text: 25, date: 1082 } as const;
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

/** @param values  ISO dates, "2018-03-02"; there are few, and each is worked out once */
export function dates(values: readonly string[]): Buffer {
  const known = new Map<string, number>();
  return fixed(OID.date, 4, values, (view, value, at) => {
    const days = known.get(value) ?? daysSince2000(value);
    known.set(value, days);
    view.setInt32(at, days);
  });
}

/** Where texts lie in bytes that are UTF-8: one after the other `from` and `to` of each. */
export interface Slices {
  readonly bytes: Uint8Array;
  readonly places: Int32Array;
}

/** No text is made: the bytes are copied. */
export function texts({ bytes, places }: Slices): Buffer {
  let all = 0;
  for (let at = 0; at < places.length; at += 2) all += 4 + lengthAt(places, at);
  const buffer = begun(OID.text, places.length / 2, all);
  for (let place = 0, at = HEADER_BYTES; place < places.length; place += 2) {
    at = buffer.writeInt32BE(lengthAt(places, place), at);
    for (let from = places[place] ?? 0; from < (places[place + 1] ?? 0); from++) buffer[at++] = bytes[from] ?? 0;
  }
  return buffer;
}

const lengthAt = (places: Int32Array, at: number) => (places[at + 1] ?? 0) - (places[at] ?? 0);

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

function begun(oid: number, length: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + bytes);
  for (const [place, value] of [1, 0, oid, length, 1].entries()) buffer.writeInt32BE(value, place * 4);
  return buffer;
}

const MS_PER_DAY = 86_400_000;
const YEAR_2000 = Date.UTC(2000, 0, 1);

function daysSince2000(day: string): number {
  return (Date.parse(day) - YEAR_2000) / MS_PER_DAY;
}
