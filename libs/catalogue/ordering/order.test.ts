import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, order, ZONE } from '#test/catalogue/examples.js';
import { type KnownOfOrder, orderFrom, suspicionsOf, unitOf } from './order.js';

const placed: KnownOfOrder = { ...order().placed, name: 'placed' };
const happened = (name: 'payment_approved' | 'canceled' | 'unavailable', wallTime: string): KnownOfOrder =>
  ({ name, happenedAt: at(wallTime) }) as KnownOfOrder;
const released: KnownOfOrder = {
  ...{ name: 'released', happenedAt: at('2018-03-01T11:00') },
  ...{ dueAt: at('2018-03-05T12:00'), originUnit: 'seller/one' },
};
const delivered: KnownOfOrder = {
  ...{ name: 'delivered', unit: 'area/sp', happenedAt: at('2018-03-09T15:00'), revision: 1, origin: 'REPORTED' },
};
const all = [placed, happened('payment_approved', '2018-03-01T10:05'), released, delivered];

describe('an order', () => {
  it('is not there before it was placed', () => {
    expect(orderFrom([])).toBeUndefined();
    expect(orderFrom([released, delivered])).toBeUndefined();
  });

  it('is made of what the shop reported and of the delivery', () => {
    expect(orderFrom(all)).toEqual(order());
  });

  it('was placed on the day that the clocks of the customer showed', () => {
    const placedAt = (happenedAt: number) => orderFrom([{ ...order().placed, happenedAt }])?.orderedDay;
    expect(placedAt(at('2018-03-02T00:00') - 1)).toBe('2018-03-01');
    expect(placedAt(at('2018-03-02T00:00'))).toBe('2018-03-02');
  });

  it('keeps its first promise and its first approval; later ones never help', () => {
    const later = { ...order().placed, promisedDay: '2018-04-30', zone: ZONE };
    const twice = [placed, later, ...all, happened('payment_approved', '2018-03-05T10:00')];
    expect(orderFrom(twice)).toMatchObject({
      placed: { promisedDay: '2018-03-11' },
      approvedAt: at('2018-03-01T10:05'),
    });
  });

  it('is the same in whatever order facts of different kinds are stored', () => {
    const facts = [...all, happened('canceled', '2018-03-10T10:00'), happened('unavailable', '2018-03-10T11:00')];
    const any = fc.shuffledSubarray(facts, { minLength: facts.length });
    fc.assert(
      fc.property(any, (shuffled) => {
        expect(orderFrom(shuffled)).toEqual(orderFrom(facts));
      }),
    );
  });

  it.each<[string, readonly string[], string]>([
    ['its one payment method', ['boleto'], 'method/boleto'],
    ['a method with a name of the shop', ['klarna_invoice'], 'method/klarna_invoice'],
    ['one method used twice', ['voucher', 'voucher'], 'method/voucher'],
    ['mixed, for several methods', ['voucher', 'credit_card'], 'method/mixed'],
    ['no known one, without a method', [], 'unattributed'],
  ])('belongs to the unit of %s', (_, methods, unit) => {
    const payments = methods.map((method) => ({ method, settlement: 'INSTANT' as const }));
    expect(unitOf(order({ placed: { payments } }))).toBe(unit);
  });
});

describe('an order of parcels', () => {
  const partOf = (known: KnownOfOrder, part: string, wallTime?: string) =>
    ({ ...known, part, happenedAt: wallTime === undefined ? known.happenedAt : at(wallTime) }) as KnownOfOrder;
  const replaced = (part: string, replacedBy: string): KnownOfOrder => ({
    ...{ name: 'replaced', happenedAt: at('2018-03-06T10:00'), part, replacedBy },
  });
  const two = [placed, partOf(released, 'A'), partOf(released, 'B')];
  const came = [partOf(delivered, 'A', '2018-03-09T15:00'), partOf(delivered, 'B', '2018-03-10T15:00')];

  it('was delivered when its last parcel was, and not before', () => {
    expect(orderFrom([...two, ...came])?.deliveredAt).toBe(at('2018-03-10T15:00'));
    expect(orderFrom([...two, ...came.slice(0, 1)])?.deliveredAt).toBeUndefined();
    expect(orderFrom([...two, delivered])?.deliveredAt).toBeUndefined();
  });

  it('waits for the parcel that took the place of another one', () => {
    const known = [...two, replaced('B', 'C'), ...came];
    expect(orderFrom(known)?.deliveredAt).toBeUndefined();
    expect(orderFrom([...known, partOf(delivered, 'C', '2018-03-12T15:00')])?.deliveredAt).toBe(at('2018-03-12T15:00'));
  });

  it('is canceled with its last parcel, and lacks a parcel whose goods are not there', () => {
    const canceled = (part: string, wallTime: string) => partOf(happened('canceled', wallTime), part);
    const one = [...two, canceled('A', '2018-03-02T10:00')];
    expect(orderFrom(one)?.canceledAt).toBeUndefined();
    expect(orderFrom([...one, canceled('B', '2018-03-03T10:00')])?.canceledAt).toBe(at('2018-03-03T10:00'));
    const gone = partOf(happened('unavailable', '2018-03-02T10:00'), 'B');
    expect(orderFrom([...two, gone])?.unavailableAt).toBe(at('2018-03-02T10:00'));
    expect(orderFrom([...two, gone, replaced('B', 'C')])?.unavailableAt).toBeUndefined();
  });

  it('knows by whom and why it and its parcels were canceled, without those in whose place another one came', () => {
    const canceled = (part: string | undefined, of: object) =>
      ({ ...happened('canceled', '2018-03-02T10:00'), ...of, ...(part === undefined ? {} : { part }) }) as KnownOfOrder;
    const [byShop, byCustomer] = [{ by: 'SHOP' as const, cause: 'OUT_OF_STOCK' as const }, { by: 'CUSTOMER' as const }];
    expect(orderFrom(two)?.cancellations).toEqual([]);
    expect(orderFrom([...two, canceled('A', byShop)])?.cancellations).toMatchObject([byShop]);
    expect(orderFrom([...two, canceled('A', byShop), canceled(undefined, byCustomer)])?.cancellations).toMatchObject([
      byShop,
      byCustomer,
    ]);
    expect(orderFrom([...two, canceled('B', byShop), replaced('B', 'A')])?.cancellations).toEqual([]);
  });

  it('keeps the first release of each parcel', () => {
    const later = { ...partOf(released, 'A', '2018-03-02T10:00'), dueAt: at('2018-03-20T12:00') } as KnownOfOrder;
    expect(orderFrom([...two, later])?.steps).toEqual(two.slice(1));
  });

  it('does not wait in a circle: a replacement that would close one does not count and is flagged', () => {
    const known = [...two, replaced('A', 'B'), replaced('B', 'C'), replaced('C', 'A')];
    const circle = orderFrom(known);
    expect(circle?.steps.filter(({ name }) => name === 'replaced')).toEqual(known.slice(3, 5));
    expect(suspicionsOf(circle, known)).toEqual(['PARCELS_REPLACE_EACH_OTHER C']);
    expect(suspicionsOf(orderFrom(two), two)).toEqual([]);
  });
});
