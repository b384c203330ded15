import { describe, expect, it } from 'vitest';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { orderingFacts } from '../grpc/facts.js';

const at = new Date('2018-03-02T12:00:00Z');
const fact = (parcelId: string, what: OrderFact['what']) =>
  OrderFact.fromPartial({
    factId: 'f',
    orderId: '#1001',
    parcelId,
    happenedAt: at,
    what: what as NonNullable<typeof what>,
  });
const replaced = (byParcelId: string) => ({ $case: 'parcelReplaced' as const, value: { byParcelId } });
const released = { handOverDueAt: at, originUnit: 'origin/sp', carrier: 'DHL', serviceLevel: 'express' };
const check = (one: OrderFact) => {
  const checked = orderingFacts.check(Buffer.alloc(32))(one, 'REPORTED', at.getTime());
  return checked.is === 'refused' ? `${checked.refusal.reason} ${checked.refusal.field}` : checked.fact.part;
};

describe('a parcel that another parcel replaces', () => {
  it('is named by the fact, and the other one too', () => {
    expect(check(fact('B', replaced('A')))).toBe('B');
    expect(orderingFacts.read(fact('B', replaced('A')))).toEqual({
      ...{ name: 'replaced', happenedAt: at.getTime(), replacedBy: 'A', part: 'B' },
    });
  });

  it('is not the parcel itself', () => {
    expect(check(fact('A', replaced('A')))).toBe('PARCEL_REPLACES_ITSELF parcel_replaced.by_parcel_id');
  });

  it.each(['', ' A', 'x'.repeat(129)])('is replaced by a parcel with an id, not by "%s"', (other) => {
    expect(check(fact('B', replaced(other)))).toBe('PARCEL_ID_INVALID parcel_replaced.by_parcel_id');
  });
});

describe('a release', () => {
  it('of a parcel keeps carrier and service level, and shows them', () => {
    const one = fact('A', { $case: 'released', value: released });
    expect(orderingFacts.read(one)).toMatchObject({ part: 'A', carrier: 'DHL', serviceLevel: 'express' });
    const checked = orderingFacts.check(Buffer.alloc(32))(one, 'REPORTED', at.getTime());
    if (checked.is !== 'in order') throw new Error('refused');
    const { details } = orderingFacts.describe([{ ...checked.fact, feed: 'shop', recordedAt: 0 }]);
    expect(details).toEqual(['limit 2018-03-02 12:00, from origin/sp, by DHL, express']);
  });

  it.each([
    ['carrier', { carrier: ' DHL' }, 'CARRIER_INVALID released.carrier'],
    ['carrier', { carrier: 'x'.repeat(129) }, 'CARRIER_INVALID released.carrier'],
    ['service level', { serviceLevel: 'express\n' }, 'SERVICE_LEVEL_INVALID released.service_level'],
  ])('without a printable %s is refused', (_, change, refusal) => {
    expect(check(fact('A', { $case: 'released', value: { ...released, ...change } }))).toBe(refusal);
  });

  it('of the whole order knows neither, as before', () => {
    const value = { ...released, carrier: '', serviceLevel: '' };
    expect(orderingFacts.read(fact('', { $case: 'released', value }))).toEqual({
      ...{ name: 'released', happenedAt: at.getTime(), dueAt: at.getTime(), originUnit: 'origin/sp' },
    });
  });
});

it('a payment is about the whole order', () => {
  expect(check(fact('A', { $case: 'paymentApproved', value: {} }))).toBe('PARCEL_ID_UNEXPECTED parcel_id');
});
