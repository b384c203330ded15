import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FULFILMENTS } from '#libs/domain/promise.js';
import { isDay } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import {
  contact,
  customerAnswer,
  deliveryOrder,
  deliveryParcel,
  order,
  warehouseParcel,
} from '#test/catalogue/examples.js';
import { anyReport } from '#test/catalogue/reports.js';
import { deliveredByFirstPromise } from './delivery/delivered-by-first-promise.js';
import { evaluateDelivery, OF_ORDER, OF_PARCEL } from './delivery/metrics.js';
import { attribute, evaluate } from './evaluation.js';
import type { Metric } from './metric.js';
import { CANCEL_CAUSES, CANCELING_PARTIES } from './ordering/cancellation.js';
import { DEFECT_CAUSES } from './ordering/defect.js';
import {
  OF_NOTICE,
  OF_PRICE_CHECK,
  OF_REMINDER,
  OF_SESSION,
  OF_ORDER as OF_SHOP_ORDER,
  OF_STOCK_CHECK,
  OF_VOUCHERS,
} from './ordering/metrics.js';
import { PAYMENT_OUTCOMES, SETTLEMENTS } from './ordering/payment.js';
import { CAUSING_DEPARTMENTS, VOUCHER_CAUSES } from './ordering/voucher.js';
import { hitIf, notAccountable } from './result.js';
import { AUDIT_RESULTS } from './support/audit.js';
import { PARTIES } from './support/complaint.js';
import { OF_CONTACT } from './support/metrics.js';
import { SURVEY } from './survey/metrics.js';
import { OF_HAND_OVER } from './warehouse/metrics.js';

const instant = fc.date({ min: new Date('2018-01-01'), max: new Date('2018-12-31'), noInvalidDate: true }).map(Number);
const perhaps = fc.option(instant, { nil: undefined });
const day = instant.map((at) => new Date(at).toISOString().slice(0, 10));
const isTrue = fc.boolean();
const payments = fc.array(
  fc.record({
    method: fc.constantFrom('paypal', 'klarna_invoice', 'bank_transfer'),
    settlement: fc.constantFrom(...SETTLEMENTS.words),
  }),
  { maxLength: 3 },
);

const place = { unit: fc.constant('channel/app'), zone: fc.constant('Europe/Berlin') };
const price = fc.integer({ min: 1, max: 2_000_000_000 });
const vouchers = fc.array(
  fc.record(
    {
      happenedAt: instant,
      cause: fc.constantFrom(...VOUCHER_CAUSES.words),
      amountMinor: fc.integer({ min: 1, max: 100_000_000 }),
      causedBy: fc.constantFrom(...CAUSING_DEPARTMENTS.words),
    },
    { requiredKeys: ['happenedAt', 'cause', 'amountMinor'] },
  ),
  { maxLength: 30 },
);
const ofShop = {
  attempts: fc.array(fc.record({ happenedAt: instant, outcome: fc.constantFrom(...PAYMENT_OUTCOMES.words) })),
  cancellations: fc.array(
    fc.record(
      { by: fc.constantFrom(...CANCELING_PARTIES.words), cause: fc.constantFrom(...CANCEL_CAUSES.words) },
      { requiredKeys: [] },
    ),
  ),
  correctedAt: perhaps,
  defects: fc.array(fc.record({ happenedAt: instant, cause: fc.constantFrom(...DEFECT_CAUSES.words) })),
  vouchers,
};

const orders = fc
  .record({
    approvedAt: perhaps,
    canceledAt: perhaps,
    unavailableAt: perhaps,
    deliveredAt: perhaps,
    promisedDay: day,
    payments,
    ...ofShop,
  })
  .map(({ promisedDay, payments: paid, ...changes }) => order({ ...changes, placed: { promisedDay, payments: paid } }));
const warehouseParcels = fc
  .record({ isCalledOff: isTrue, approvedAt: perhaps, handedOverAt: perhaps, dueAt: instant })
  .map(({ dueAt, ...changes }) => warehouseParcel({ ...changes, released: { dueAt, originUnit: 'seller/one' } }));
const reports = fc
  .array(anyReport(instant), { maxLength: 12 })
  .map((some) => some.toSorted((a, b) => a.happenedAt - b.happenedAt));
const deliveryParcels = fc
  .record({
    ...{ isCanceled: isTrue, isReleased: isTrue, handedOverAt: perhaps, limit: perhaps, promisedDay: day },
    ...{ reports, neededByDay: day, fulfilment: fc.constantFrom(...FULFILMENTS.words) },
  })
  .chain((changes) =>
    fc.option(day, { nil: undefined }).map((deliveredDay) => deliveryParcel({ ...changes, deliveredDay })),
  );
const instants = fc.array(instant, { maxLength: 3 }).map((some) => some.sort((a, b) => a - b));
const party = fc.option(fc.constantFrom(...PARTIES.words), { nil: undefined });
const trouble = fc.option(fc.record({ at: instant, causedBy: party }), { nil: undefined });
const conversations = fc.array(
  fc.record({ endedAt: instant, customerSeconds: fc.nat(9_000), handleSeconds: fc.nat(9_000) }),
);
const contacts = fc
  .record({
    ...{ receivedAt: instant, answeredAt: perhaps, contactedAgainAt: perhaps, goodwillPaidAt: perhaps },
    goodwillDay: fc.option(day, { nil: undefined }),
    ...{ queuedAt: perhaps, abandonedAt: perhaps, refundDueAt: perhaps, refundPaidAt: perhaps },
    commitments: fc.array(fc.record({ dueAt: instant, keptAt: perhaps }), { maxLength: 3 }),
    handOffs: fc.array(
      fc.record({ at: instant, toUnit: fc.constantFrom('team/two', 'team/three'), takenOverAt: perhaps }),
    ),
    audit: fc.option(fc.record({ auditedAt: instant, result: fc.constantFrom(...AUDIT_RESULTS.words) }), {
      nil: undefined,
    }),
    ...{ complaint: trouble, orderStatus: trouble, conversations, missingItemAt: perhaps },
    missingItemSettled: fc.option(fc.record({ at: instant, isReturnRequired: isTrue }), { nil: undefined }),
    issue: fc.record({ resolvedAt: instants, askedAt: instants, conversations }),
  })
  .map(contact);
const answers = fc
  .record({ answeredAt: instant, score: fc.integer({ min: 1, max: 5 }), promisedDay: day })
  .map(customerAnswer);

/** A metric that is added to a list of the catalogue is held to these laws without a line of its own. */
describe('laws of every metric', () => {
  const laws = <Case>(metrics: readonly Metric<Case>[], cases: fc.Arbitrary<Case>) =>
    metrics.map((metric) => [`${metric.id} ${metric.definition}`, () => holds(metric, cases)] as const);

  it.each([
    ...laws(OF_SHOP_ORDER, orders),
    ...laws([...OF_SESSION, ...OF_NOTICE, ...OF_REMINDER], fc.record({ ...place, begunAt: instant, endedAt: perhaps })),
    ...laws(
      OF_STOCK_CHECK,
      fc.record({ ...place, happenedAt: instant, views: fc.constant(9), viewsInStock: fc.nat(9) }),
    ),
    ...laws(
      OF_PRICE_CHECK,
      fc.record({ ...place, happenedAt: instant, ownPriceMinor: price, lowestPriceMinor: price, views: fc.nat(9) }),
    ),
    ...laws(OF_VOUCHERS, fc.record({ order: orders, cause: fc.constantFrom(...VOUCHER_CAUSES.words), vouchers })),
    ...laws(OF_HAND_OVER, warehouseParcels),
    ...laws(OF_ORDER, deliveryParcels.map(deliveryOrder)),
    ...laws(
      OF_PARCEL,
      deliveryParcels.map((parcel) => ({ ...parcel, part: '1Z999' })),
    ),
    ...laws(OF_CONTACT, contacts),
    ...laws(SURVEY, answers),
  ])('%s counts a case once, in a unit and on a day, for a listed reason, and judges it the same twice', (_, check) =>
    check(),
  );
});

function holds<Case>(metric: Metric<Case>, cases: fc.Arbitrary<Case>): void {
  fc.assert(
    fc.property(cases, (of) => {
      const evaluations = evaluate([metric], of);
      expect(evaluate([metric], of)).toEqual(evaluations);
      for (const { unit, day: on, dueAt, result } of evaluations) {
        expect([isUnit(unit), isDay(on), Number.isSafeInteger(dueAt)]).toEqual([true, true, true]);
        expect((result.class === 'ACCOUNTABLE') === (result.reason === '')).toBe(true);
        if (metric.counts === 'CASES') expect([result.hits, result.misses].sort()).toEqual([0, 1]);
        else expect(Number.isSafeInteger(result.hits + result.misses)).toBe(true);
      }
    }),
  );
}

describe('a result', () => {
  it('is the department’s own without a reason', () => {
    const own = { hits: 0, misses: 1, class: 'ACCOUNTABLE', reason: '', responsible: '' };
    expect(attribute(hitIf(false), deliveredByFirstPromise)).toEqual(own);
  });

  it('with a reason has the class and the responsible party that the metric lists for it', () => {
    const others = { hits: 0, misses: 1, class: 'OTHERS', reason: 'UPSTREAM_NOT_RELEASED', responsible: 'ordering' };
    expect(attribute(notAccountable('UPSTREAM_NOT_RELEASED', false), deliveredByFirstPromise)).toEqual(others);
  });

  it('with a reason that the metric does not list is a bug', () => {
    expect(() => attribute(notAccountable('RAIN', false), deliveredByFirstPromise)).toThrow(
      'does not list the reason RAIN',
    );
  });

  it('is not there while too little is known of a case', () => {
    expect(evaluateDelivery(undefined)).toEqual([]);
  });
});
