import { describe, expect, it } from 'vitest';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { warehouseFacts } from '../grpc/facts.js';

const AT = new Date('2018-03-01T12:00:00Z');
type What = NonNullable<ParcelFact['what']>;
const of = (what: object) =>
  ParcelFact.fromPartial({ factId: 'f', orderId: '#1001', parcelId: '1Z999', happenedAt: AT, what: what as What });
const checked = (what: object) => warehouseFacts.check(Buffer.alloc(32))(of(what), 'REPORTED', AT.getTime());
const taken = (what: object) => {
  const one = checked(what);
  if (one.is !== 'in order') throw new Error(JSON.stringify(one));
  const fact = of(what);
  const stored = { ...one.fact, feed: 'wms', recordedAt: 0 };
  return [warehouseFacts.read(fact), warehouseFacts.describe([stored]).details[0]];
};
const common = { happenedAt: AT.getTime(), part: '1Z999' };

const pick = (linesOrdered: number, linesRight: number, linesShort: number, unit = '') => ({
  ...{ $case: 'picked', value: { unit, linesOrdered, linesRight, linesShort } },
});
const pack = (packagingWish: string, wishHonoured = false, unit = '') => ({
  ...{ $case: 'packed', value: { unit, packagingWish, wishHonoured } },
});
const plan = (departsAt?: Date) => ({ $case: 'departurePlanned', value: { departsAt } });
const damage = (cause: number) => ({ $case: 'damageFound', value: { cause } });
const fault = (wrongPieces: number, shortPieces: number) => ({
  ...{ $case: 'itemFaultConfirmed', value: { wrongPieces, shortPieces } },
});
const overage = (surplusPieces: number) => ({ $case: 'overageFound', value: { surplusPieces } });
const complaint = (number: number) => ({ $case: 'packagingComplained', value: { fault: number } });

describe('a fact of the warehouse about a parcel', () => {
  it.each([
    [
      'a pick',
      pick(3, 2, 1),
      { name: 'picked', linesOrdered: 3, linesRight: 2, linesShort: 1 },
      '2 of 3 lines right, 1 short',
    ],
    ['a pick of most lines', pick(10_000, 0, 10_000), { linesShort: 10_000 }, '0 of 10000 lines right, 10000 short'],
    ['a pick by a team', pick(1, 1, 0, 'site/a'), { unit: 'site/a' }, '1 of 1 lines right, 0 short, by site/a'],
    ['a package', pack(''), { name: 'packed' }, ''],
    ['a wish', pack('gift_wrap', true), { wish: { isHonoured: true } }, 'gift_wrap honoured'],
    [
      'a wish of 64 letters, of a team',
      pack('w'.repeat(64), false, 'site/a'),
      { wish: { isHonoured: false }, unit: 'site/a' },
      `${'w'.repeat(64)} not honoured, by site/a`,
    ],
    ['a departure', plan(AT), { name: 'departure_planned', departsAt: AT.getTime() }, 'leaves 2018-03-01 12:00'],
    ['damage', damage(2), { name: 'damage_found', cause: 'HANDLING' }, 'by handling'],
    ['a fault', fault(0, 100_000), { name: 'item_fault_confirmed' }, '0 pieces wrong, 100000 short'],
    ['overage', overage(1), { name: 'overage_found' }, '1 pieces too many'],
    ['a complaint', complaint(4), { name: 'packaging_complained', fault: 'WISH_IGNORED' }, 'wish ignored'],
    ['a complaint without a fault', complaint(0), { name: 'packaging_complained', fault: undefined }, ''],
    ['a canceled departure', { $case: 'departureCanceled', value: {} }, { name: 'departure_canceled' }, ''],
    ['a loading', { $case: 'loaded', value: {} }, { name: 'loaded' }, ''],
    ['a tracking number', { $case: 'trackingIssued', value: {} }, { name: 'tracking_issued' }, ''],
    ['a told tracking number', { $case: 'trackingTold', value: {} }, { name: 'tracking_told' }, ''],
    ['a first scan', { $case: 'firstScanned', value: {} }, { name: 'first_scanned' }, ''],
  ])('is taken, read and shown: %s', (_, what, known, shown) => {
    expect(taken(what)).toEqual([expect.objectContaining({ ...common, ...known }), shown]);
  });

  it.each([
    ['a pick of no line', pick(0, 0, 0), 'LINES_INVALID', 'picked.lines_ordered'],
    ['a pick of too many lines', pick(10_001, 1, 0), 'LINES_INVALID', 'picked.lines_ordered'],
    ['more lines right than ordered', pick(3, 3, 1), 'LINES_INVALID', 'picked.lines_right'],
    ['fewer lines right than none', pick(3, -1, 0), 'LINES_INVALID', 'picked.lines_right'],
    ['fewer lines short than none', pick(3, 1, -1), 'LINES_INVALID', 'picked.lines_right'],
    ['a pick by a team that is no unit', pick(1, 1, 0, 'Team A'), 'UNIT_INVALID', 'picked.unit'],
    ['a package of a team that is no unit', pack('', false, 'Team A'), 'UNIT_INVALID', 'packed.unit'],
    ['a wish of 65 letters', pack('w'.repeat(65)), 'PACKAGING_WISH_INVALID', 'packed.packaging_wish'],
    ['a wish in the words of a customer', pack('For Anna!'), 'PACKAGING_WISH_INVALID', 'packed.packaging_wish'],
    ['a departure without a time', plan(), 'TIME_MISSING', 'departure_planned.departs_at'],
    [
      'a departure a millisecond before its plan',
      plan(new Date(AT.getTime() - 1)),
      'DEPARTURE_BEFORE_PLAN',
      'departure_planned.departs_at',
    ],
    ['a departure centuries away', plan(new Date('2300-01-01')), 'TIME_OUT_OF_RANGE', 'departure_planned.departs_at'],
    ['damage without a cause', damage(0), 'DAMAGE_CAUSE_UNKNOWN', 'damage_found.cause'],
    ['damage by a cause that is not known', damage(5), 'DAMAGE_CAUSE_UNKNOWN', 'damage_found.cause'],
    ['a fault of no piece', fault(0, 0), 'PIECES_INVALID', 'item_fault_confirmed.wrong_pieces'],
    ['a fault of fewer pieces than none', fault(-1, 1), 'PIECES_INVALID', 'item_fault_confirmed.wrong_pieces'],
    ['a fault of too many pieces', fault(100_001, 0), 'PIECES_INVALID', 'item_fault_confirmed.wrong_pieces'],
    ['overage of no piece', overage(0), 'PIECES_INVALID', 'overage_found.surplus_pieces'],
    [
      'a complaint about a fault that is not known',
      complaint(5),
      'PACKAGING_FAULT_UNKNOWN',
      'packaging_complained.fault',
    ],
  ])('is refused: %s', (_, what, reason, field) => {
    expect(checked(what)).toMatchObject({ is: 'refused', refusal: { reason, field } });
  });
});
