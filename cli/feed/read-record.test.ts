import { describe, expect, it } from 'vitest';
import type { GroupRecord } from '#libs/kafka/group-reader.js';
import { readMap } from '#libs/maps/read-map.js';
import { type IdSource, readRecord } from './read-record.js';

const MAP = `
map: shop
zone: Europe/Berlin
tables:
  orders:
    columns:
      order: id
      ordered: {column: at.ordered, type: instant}
      trace: {column: $headers.trace, optional: true}
      message: {column: $key, optional: true}
      place: {column: $offset, optional: true}
      written: {column: $written_at, type: instant, optional: true}
    rows: {parcels: {list: parcels, columns: {parcel: no}}}
facts:
  - fact: ordering.canceled
    fact_id: "{order}/{place}/{trace}"
    order_id: {first_of: ["{order}", "{message}"]}
    happened_at: {first_of: ["{ordered}", "{written}"]}
  - fact: warehouse.handed_over
    each: parcels
    fact_id: "{order}/{parcel}"
    order_id: "{order}"
    parcel_id: "{parcel}"
    happened_at: "{written}"
`;
const compiled = readMap(MAP);
if (compiled.kind !== 'map') throw new Error(JSON.stringify(compiled.findings));
const table = compiled.map.tables.get('orders');

const recordOf = (value: unknown, more: Partial<GroupRecord> = {}): GroupRecord => ({
  ...{ topic: 'shop.orders', partition: 3, offset: 17n, writtenAt: Date.UTC(2026, 2, 2, 9), key: Buffer.from('k-1') },
  value: typeof value === 'string' ? Buffer.from(value) : Buffer.from(JSON.stringify(value)),
  headers: { trace: 'abc' },
  ...more,
});
const read = (record: GroupRecord, ids: IdSource = 'map') => {
  if (table === undefined) throw new Error('the map has no table');
  return readRecord(record, table, ids);
};
const factsOf = (record: GroupRecord, ids: IdSource = 'map') => {
  const it_ = read(record, ids);
  if (it_.kind !== 'facts') throw new Error(it_.refusal.message);
  return it_.facts.map(({ fact }) => fact);
};
const idsOf = (record: GroupRecord, ids: IdSource) => factsOf(record, ids).map((fact) => fact['factId']);
const refusalOf = (record: GroupRecord, ids: IdSource = 'map') => {
  const it_ = read(record, ids);
  return it_.kind === 'refused' ? [it_.refusal.reason, it_.refusal.field] : it_.kind;
};

const ORDER = { id: '#1', at: { ordered: '2026-03-02T10:15:00+01:00' }, parcels: [{ no: 'p-1' }, { no: 'p-2' }] };

describe('a record of a topic', () => {
  it('makes the facts that a row of a file would, with words about the record itself', () => {
    const [canceled] = factsOf(recordOf({ id: '#1' }));
    expect(canceled).toMatchObject({ factId: '#1/17/abc', happenedAt: new Date('2026-03-02T09:00:00Z') });
  });

  it('gives its facts the ids that the map, its key or its offset says', () => {
    expect(idsOf(recordOf(ORDER), 'map')).toEqual(['#1/17/abc', '#1/p-1', '#1/p-2']);
    expect(idsOf(recordOf(ORDER), 'key')).toEqual([
      'k-1/ordering.canceled',
      'k-1/warehouse.handed_over',
      'k-1/warehouse.handed_over/2',
    ]);
    expect(idsOf(recordOf(ORDER), 'offset')[0]).toBe('shop.orders/3/17/ordering.canceled');
    expect(idsOf(recordOf(ORDER, { key: Buffer.from('k'.repeat(200)) }), 'key')[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may begin with the five bytes of a schema registry', () => {
    const value = Buffer.concat([Buffer.from([0, 0, 0, 0, 9]), Buffer.from(JSON.stringify(ORDER))]);
    expect(idsOf(recordOf('', { value }), 'offset')).toHaveLength(3);
  });

  it.each<[string, GroupRecord, string, string]>([
    ['no value', recordOf('', { value: undefined }), 'NOT_JSON', ''],
    ['an empty value', recordOf(''), 'NOT_JSON', ''],
    ['half an object', recordOf('{"id": 1'), 'NOT_JSON', ''],
    ['a list', recordOf('[]'), 'NOT_JSON', ''],
    ['a number', recordOf('17'), 'NOT_JSON', ''],
    ['bytes that are no UTF-8', recordOf('', { value: Buffer.from([0x7b, 0xff, 0x7d]) }), 'NOT_JSON', ''],
    ['a date that cannot be read', recordOf({ ...ORDER, at: { ordered: 'soon' } }), 'MAP_REFUSED', 'at.ordered'],
    ['no id', recordOf({ ...ORDER, id: null }), 'MAP_REFUSED', 'id, $offset, $headers.trace'],
  ])('with %s is refused by itself', (_, record, reason, field) => {
    expect(refusalOf(record)).toEqual([reason, field]);
  });

  it('without a key is refused when the ids come from keys', () => {
    expect(refusalOf(recordOf(ORDER, { key: undefined }), 'key')).toEqual(['KEY_MISSING', '']);
    expect(refusalOf(recordOf(ORDER, { key: Buffer.alloc(0) }), 'key')).toEqual(['KEY_MISSING', '']);
    expect(refusalOf(recordOf(ORDER, { key: undefined }), 'offset')).toBe('facts');
  });
});
