import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bigints,
  booleans,
  byteas,
  dates,
  integers,
  slicedTexts,
  smallints,
  texts,
  timestamps,
} from '#libs/postgres/array.js';
import { Database } from '#libs/postgres/database.js';
import { SentRows } from '#libs/postgres/sent-rows.js';
import { freshDatabase } from '#test/stack/database.js';

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase('arrays');
  database = new Database({ url: fresh.url, name: 'test' });
  drop = fresh.drop;
});
afterAll(async () => {
  await database?.close();
  await drop?.();
});

describe('an array in binary form', () => {
  it('arrives unchanged, whether it has none or many elements', async () => {
    const lists = {
      smallints: [-32_768, 0, 32_767],
      integers: [-(2 ** 31), -1, 0, 2 ** 31 - 1],
      bigints: [-Number.MAX_SAFE_INTEGER, -(2 ** 40) - 1, -1, 0, 2 ** 32, Number.MAX_SAFE_INTEGER],
      dates: ['2000-01-01', '1999-12-31', '2018-11-04', '2999-12-31'],
      texts: ['', 'area/são-paulo', 'a "quoted", {braced} \\ one', '€'],
    };
    const ask = async (length: number) => {
      const [row] = await database.query<Record<string, unknown[]>>(
        'select $1::smallint[] as smallints, $2::integer[] as integers, $3::bigint[] as bigints, $4::date[] as dates, $5::text[] as texts',
        [
          smallints(lists.smallints.slice(0, length)),
          integers(lists.integers.slice(0, length)),
          bigints(lists.bigints.slice(0, length)),
          dates(lists.dates.slice(0, length)),
          slicedTexts(slicesOf(lists.texts.slice(0, length))),
        ],
      );
      return row;
    };
    expect(await ask(9)).toEqual({ ...lists, bigints: lists.bigints.map(BigInt) });
    expect(await ask(0)).toEqual({ smallints: [], integers: [], bigints: [], dates: [], texts: [] });
  });

  it.each([
    ['nothing', ''],
    ['64 characters in ASCII', 'x'.repeat(64)],
    ['65 of them', 'x'.repeat(65)],
    ['one that is none among 64', `${'x'.repeat(63)}ä`],
    ['a pair of surrogates', 'a😀b'],
    ['63 characters, and one in three bytes', `€${'x'.repeat(63)}`],
  ])('can hold a text of %s', async (_, text) => {
    const [row] = await database.query('select $1::text[] as texts', [texts(['before', text, 'after'])]);
    expect(row).toEqual({ texts: ['before', text, 'after'] });
  });

  it('can hold bytes, instants and booleans; a missing text is null', async () => {
    const refs = [Buffer.alloc(0), Buffer.from([0, 255, 1])];
    const at = [Date.UTC(1999, 11, 31, 23, 59, 59, 999), Date.UTC(2018, 1, 18, 2, 10, 0, 123)];
    const [row] = await database.query(
      `select $1::bytea[] as refs, (select array_agg(extract(epoch from one) * 1000) from unnest($2::timestamptz[]) as one) = $3::numeric[] as at,
              $4::boolean[] as flags, $5::text[] as texts`,
      [byteas(refs), timestamps(at), at, booleans([true, false]), texts(['', undefined, 'a'])],
    );
    expect(row).toEqual({ refs, at: true, flags: [true, false], texts: ['', null, 'a'] });
  });

  it('of another type than expected is refused', async () => {
    await expect(database.query('select $1::bigint[]', [integers([1])])).rejects.toThrow();
  });
});

/** The texts one after the other, with a separator that belongs to none of them. */
function slicesOf(values: readonly string[]) {
  const before = (place: number) => Buffer.from(`#${values.slice(0, place).join('#')}#`).length;
  const places = values.flatMap((value, place) => {
    const from = place === 0 ? 1 : before(place);
    return [from, from + Buffer.from(value).length];
  });
  return { bytes: Buffer.from(`#${values.join('#')}#`), places: Int32Array.from(places) };
}

describe('rows in binary form', () => {
  const sent = async (rows: string) => {
    const [row] = await database.query<{ rows: Buffer }>(
      `select array_send(array(${rows})) || array_send(array(select row(7))) as rows`,
    );
    return new SentRows(row?.rows ?? Buffer.alloc(0));
  };

  it('arrive unchanged, one array after the other', async () => {
    const known = await sent(`
      select row(text, null::text, number::smallint, number, day, at, flag, bytes)
      from (values
        ('', -32768, date '1999-12-31', timestamptz '1999-12-31 23:59:59.9999Z', true, '\\x'::bytea),
        ('area/são "{paulo}" €', 32767, '2018-11-04', '2018-02-18 02:10:00.123Z', false, '\\x00ff01'),
        ('x', 0, '2999-12-31', '2999-12-31 00:00Z', true, '\\x01')
      ) as one (text, number, day, at, flag, bytes)`);
    const rows = known.rows((row) => [
      ...[row.text(), row.textOrNull(), row.integer(), row.integer(), row.day()],
      ...[new Date(row.instant()).toISOString(), row.boolean(), row.bytea().toString('hex')],
    ]);
    expect(rows).toEqual([
      ['', undefined, -32_768, -32_768, '1999-12-31', '1999-12-31T23:59:59.999Z', true, ''],
      ['area/são "{paulo}" €', undefined, 32_767, 32_767, '2018-11-04', '2018-02-18T02:10:00.123Z', false, '00ff01'],
      ['x', undefined, 0, 0, '2999-12-31', '2999-12-31T00:00:00.000Z', true, '01'],
    ]);
    expect(known.rows((row) => row.integer())).toEqual([7]);
  });

  it('are none in an empty array', async () => {
    const known = await sent('select row(1) where false');
    expect(known.rows((row) => row.integer())).toEqual([]);
    expect(known.rows((row) => row.integer())).toEqual([7]);
  });

  it('are not read past a null that was not expected', async () => {
    const known = await sent('select row(null::text)');
    expect(() => known.rows((row) => row.text())).toThrow('a column is null that is never null');
  });
});
