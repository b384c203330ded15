import pg from 'pg';

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
/** pg-types knows it, its list of constants does not. */
const TEXT_ARRAY = 1009 as Parameters<typeof pg.types.getTypeParser>[0];

/**
 * How values leave PostgreSQL: bigint as bigint (also what count(*) and sum(integer) give), date as the ISO text it is,
 * because a Date would be local midnight, which does not always exist; timestamptz as Date, cut to milliseconds; numeric as
 * text, because no number type of JavaScript holds it.
 */
export function typesOfThisProduct(): pg.TypeOverrides {
  const types = new pg.TypeOverrides();
  const texts = pg.types.getTypeParser(TEXT_ARRAY) as (value: string) => (string | null)[];
  types.setTypeParser(INT8, BigInt);
  types.setTypeParser(INT8_ARRAY, (value: string) => texts(value).map((item) => (item === null ? null : BigInt(item))));
  types.setTypeParser(DATE, (value: string) => value);
  types.setTypeParser(DATE_ARRAY, texts);
  return types;
}
