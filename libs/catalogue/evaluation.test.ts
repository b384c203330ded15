import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
import { deliveredByFirstPromise } from './delivery/delivered-by-first-promise.js';
import { evaluateDelivery, OF_ORDER, OF_PARCEL } from './delivery/metrics.js';
import { attribute, evaluate } from './evaluation.js';
import type { Metric } from './metric.js';
import { ORDERING } from './ordering/metrics.js';
import { SETTLEMENTS } from './ordering/payment.js';
import { hitIf, notAccountable } from './result.js';
import { SUPPORT } from './support/metrics.js';
import { SURVEY } from './survey/metrics.js';
import { WAREHOUSE } from './warehouse/metrics.js';

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

const orders = fc
  .record({
    approvedAt: perhaps,
    canceledAt: perhaps,
    unavailableAt: perhaps,
    deliveredAt: perhaps,
    promisedDay: day,
    payments,
  })
  .map(({ promisedDay, payments: paid, ...changes }) => order({ ...changes, placed: { promisedDay, payments: paid } }));
const warehouseParcels = fc
  .record({ isCalledOff: isTrue, approvedAt: perhaps, handedOverAt: perhaps, dueAt: instant })
  .map(({ dueAt, ...changes }) => warehouseParcel({ ...changes, released: { dueAt, originUnit: 'seller/one' } }));
const deliveryParcels = fc
  .record({ isCanceled: isTrue, isReleased: isTrue, handedOverAt: perhaps, limit: perhaps, promisedDay: day })
  .chain((changes) =>
    fc.option(day, { nil: undefined }).map((deliveredDay) => deliveryParcel({ ...changes, deliveredDay })),
  );
const contacts = fc
  .record({ receivedAt: instant, answeredAt: perhaps, contactedAgainAt: perhaps, goodwillPaidAt: perhaps })
  .chain((changes) => fc.option(day, { nil: undefined }).map((goodwillDay) => contact({ ...changes, goodwillDay })));
const answers = fc
  .record({ answeredAt: instant, score: fc.integer({ min: 1, max: 5 }), promisedDay: day })
  .map(customerAnswer);

/** A metric that is added to a list of the catalogue is held to these laws without a line of its own. */
describe('laws of every metric', () => {
  const laws = <Case>(metrics: readonly Metric<Case>[], cases: fc.Arbitrary<Case>) =>
    metrics.map((metric) => [`${metric.id} ${metric.definition}`, () => holds(metric, cases)] as const);

  it.each([
    ...laws(ORDERING, orders),
    ...laws(WAREHOUSE, warehouseParcels),
    ...laws(OF_ORDER, deliveryParcels.map(deliveryOrder)),
    ...laws(
      OF_PARCEL,
      deliveryParcels.map((parcel) => ({ ...parcel, part: '1Z999' })),
    ),
    ...laws(SUPPORT, contacts),
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
