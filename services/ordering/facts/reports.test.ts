import { describe, expect, it } from 'vitest';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { orderingFacts } from '../grpc/facts.js';

const at = new Date('2018-03-02T12:00:00Z');
const fact = (what: object, parcelId = '') =>
  OrderFact.fromPartial({
    factId: 'f',
    orderId: '#1001',
    parcelId,
    happenedAt: at,
    what: what as OrderFact['what'] & {},
  });
const check = (what: object, parcelId = '') => {
  const checked = orderingFacts.check(Buffer.alloc(32))(fact(what, parcelId), 'REPORTED', at.getTime());
  return checked.is === 'refused' ? `${checked.refusal.reason} ${checked.refusal.field}` : checked.fact;
};
const shown = (what: object, parcelId = '') => {
  const checked = check(what, parcelId);
  if (typeof checked === 'string') throw new Error(checked);
  return orderingFacts.describe([{ ...checked, feed: 'shop', recordedAt: 0 }]).details[0];
};
const read = (what: object, parcelId = '') => orderingFacts.read(fact(what, parcelId));
const happenedAt = at.getTime();

const canceled = (value: object) => ({ $case: 'canceled', value });
const attempted = (outcome: number) => ({ $case: 'paymentAttempted', value: { outcome } });
const checkedItems = (requested: number, found: number, substitutable: number) => ({
  ...{ $case: 'itemsChecked', value: { requested, found, substitutable } },
});
const substituted = (offered: number, accepted: number, rejected: number) => ({
  ...{ $case: 'itemsSubstituted', value: { offered, accepted, rejected } },
});
const corrected = (data: number) => ({ $case: 'dataCorrected', value: { data } });
const planned = (value: object) => ({ $case: 'planned', value });
const returned = (cause: number) => ({ $case: 'returned', value: { cause } });
const claimed = (cause: number) => ({ $case: 'claimed', value: { cause } });
const voucher = (change: object = {}) => ({
  $case: 'voucherGranted',
  value: { cause: 2, amountMinor: 500, ...change },
});
const TEN_YEARS = 5_270_400;

describe('a report about an order', () => {
  it.each([
    ['a cancellation without party and cause', canceled({}), { name: 'canceled' }, ''],
    ['a cancellation by the shop', canceled({ by: 2 }), { name: 'canceled', by: 'SHOP' }, 'by the shop'],
    [
      'a cancellation with everything',
      canceled({ by: 1, cause: 7, timeUnknown: true }),
      { name: 'canceled', by: 'CUSTOMER', cause: 'CHANGED_MIND' },
      'by the customer, changed mind, the shop does not record when',
    ],
    ['an attempt', attempted(2), { name: 'payment_attempted', outcome: 'DECLINED_BY_ISSUER' }, 'declined by issuer'],
    [
      'items that were not all there',
      checkedItems(5, 3, 2),
      { name: 'items_checked', requested: 5, found: 3, substitutable: 2 },
      '3 of 5 found, 2 may be substituted',
    ],
    [
      'a million items',
      checkedItems(1_000_000, 1_000_000, 0),
      { name: 'items_checked', requested: 1_000_000, found: 1_000_000, substitutable: 0 },
      '1000000 of 1000000 found',
    ],
    [
      'substitutes',
      substituted(3, 2, 1),
      { name: 'items_substituted', accepted: 2 },
      '3 offered, 2 accepted, 1 rejected',
    ],
    ['a correction', corrected(1), { name: 'data_corrected' }, 'address'],
    ['a plan without stages and odds', planned({}), { name: 'planned' }, 'buffer 0 min'],
    [
      'a plan at its limits',
      planned({ stages: [{ stage: 7, minutes: TEN_YEARS }], bufferMinutes: TEN_YEARS, onTimeOddsPpm: 1_000_000 }),
      { name: 'planned', onTimeOddsPpm: 1_000_000 },
      'last mile 5270400 min, buffer 5270400 min, kept by 1000000 of 1,000,000 such orders',
    ],
    ['odds of nothing', planned({ onTimeOddsPpm: 0 }), { name: 'planned', onTimeOddsPpm: 0 }, expect.any(String)],
    ['a return', returned(1), { name: 'returned', cause: 'NOT_AS_DESCRIBED' }, 'not as described'],
    ['a claim', claimed(2), { name: 'claimed', cause: 'DAMAGED' }, 'damaged'],
    ['a voucher', voucher(), { name: 'voucher_granted', cause: 'LATE', amountMinor: 500 }, 'late, 500 minor units'],
    [
      'a voucher for another department',
      voucher({ amountMinor: 100_000_000, causedBy: 3 }),
      { name: 'voucher_granted', cause: 'LATE', amountMinor: 100_000_000, causedBy: 'DELIVERY' },
      'late, 100000000 minor units, caused by delivery',
    ],
  ])('may be %s', (_, what, known, words) => {
    expect(read(what)).toEqual({ happenedAt, ...known });
    expect(shown(what)).toEqual(words);
  });

  it.each([
    ['an unknown canceling party', canceled({ by: 77 }), 'CHOICE_UNKNOWN canceled.by'],
    ['an unknown cause of a cancellation', canceled({ cause: 77 }), 'CHOICE_UNKNOWN canceled.cause'],
    ['no outcome', attempted(0), 'CHOICE_UNKNOWN payment_attempted.outcome'],
    ['no items', checkedItems(0, 0, 0), 'QUANTITY_INVALID items_checked.requested'],
    ['too many items', checkedItems(1_000_001, 0, 0), 'QUANTITY_INVALID items_checked.requested'],
    ['more items than were asked for', checkedItems(5, 6, 0), 'QUANTITY_INVALID items_checked.found'],
    ['fewer items than none', checkedItems(5, -1, 0), 'QUANTITY_INVALID items_checked.found'],
    ['substitutes for items that were there', checkedItems(5, 3, 3), 'QUANTITY_INVALID items_checked.substitutable'],
    ['no offer', substituted(0, 0, 0), 'QUANTITY_INVALID items_substituted.offered'],
    ['more accepted than offered', substituted(3, 4, 0), 'QUANTITY_INVALID items_substituted.accepted'],
    ['more answers than offers', substituted(3, 2, 2), 'QUANTITY_INVALID items_substituted.rejected'],
    ['no corrected data', corrected(0), 'CHOICE_UNKNOWN data_corrected.data'],
    [
      'a stage that is not known',
      planned({ stages: [{ stage: 7 }, { stage: 0 }] }),
      'CHOICE_UNKNOWN planned.stages[1].stage',
    ],
    [
      'a stage of less than nothing',
      planned({ stages: [{ stage: 7, minutes: -1 }] }),
      'QUANTITY_INVALID planned.stages[0].minutes',
    ],
    ['a stage twice', planned({ stages: [{ stage: 7 }, { stage: 7 }] }), 'STAGE_TWICE planned.stages[1].stage'],
    ['a buffer beyond ten years', planned({ bufferMinutes: TEN_YEARS + 1 }), 'QUANTITY_INVALID planned.buffer_minutes'],
    ['odds beyond certainty', planned({ onTimeOddsPpm: 1_000_001 }), 'QUANTITY_INVALID planned.on_time_odds_ppm'],
    ['odds below none', planned({ onTimeOddsPpm: -1 }), 'QUANTITY_INVALID planned.on_time_odds_ppm'],
    ['a return without a cause', returned(0), 'CHOICE_UNKNOWN returned.cause'],
    ['a claim without a cause', claimed(0), 'CHOICE_UNKNOWN claimed.cause'],
    ['a voucher without a cause', voucher({ cause: 0 }), 'CHOICE_UNKNOWN voucher_granted.cause'],
    ['a voucher of nothing', voucher({ amountMinor: 0 }), 'QUANTITY_INVALID voucher_granted.amount_minor'],
    [
      'a voucher beyond all means',
      voucher({ amountMinor: 100_000_001 }),
      'QUANTITY_INVALID voucher_granted.amount_minor',
    ],
    ['an unknown causing department', voucher({ causedBy: 77 }), 'CHOICE_UNKNOWN voucher_granted.caused_by'],
  ])('is refused with %s', (_, what, refusal) => {
    expect(check(what)).toBe(refusal);
  });

  it.each([canceled({}), returned(1), claimed(1)])('of the kind $$case may be about a parcel', (what) => {
    expect(read(what, 'A')).toMatchObject({ part: 'A' });
    expect(check(what, 'A')).toMatchObject({ part: 'A' });
  });

  it.each([attempted(1), checkedItems(1, 1, 0), substituted(1, 1, 0), corrected(1), planned({}), voucher()])(
    'of the kind $$case is about the whole order',
    (what) => {
      expect(check(what, 'A')).toBe('PARCEL_ID_UNEXPECTED parcel_id');
    },
  );
});
