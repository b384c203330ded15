import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { Fulfilment } from '#libs/contracts/cx/batches/v1/batches.js';
import { FactResult, type ObservedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderFact, OrderPlaced } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call } from '#libs/grpc/client.js';
import { NO_RULES } from '#libs/rules/rules.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { deliveryFact, startDelivery } from './cases/delivery.js';
import { startOrdering } from './cases/ordering.js';
import { CASE_KEY } from './cases/source.js';

let ordering: Awaited<ReturnType<typeof startOrdering>>;
let delivery: Awaited<ReturnType<typeof startDelivery>>;
const date = (text: string) => new Date(`2018-03-${text}:00Z`);

/** Orders of a shop in Berlin, one hour ahead of UTC, each promised in another way. */
const placed = (orderId: string, promise: Partial<OrderPlaced>): OrderFact =>
  OrderFact.fromPartial({
    ...{ factId: `${orderId}/placed`, orderId, happenedAt: date('01T10:00') },
    what: {
      $case: 'placed',
      value: OrderPlaced.fromPartial({ zone: 'Europe/Berlin', destinationUnit: 'area/be', ...promise }),
    },
  });
const window = { promisedWindow: { from: date('05T14:00'), to: date('05T16:00') } };
const store = { readyForCollectionBy: date('05T17:00'), fulfilment: Fulfilment.FULFILMENT_COLLECT_IN_STORE };
const ORDERS = [
  placed('in the window', { ...window, fulfilment: Fulfilment.FULFILMENT_HOME }),
  placed('after the window', window),
  placed('ready in time', store),
  placed('ready too late', store),
  placed('in a locker', { promisedDay: '2018-03-05', fulfilment: Fulfilment.FULFILMENT_LOCKER }),
  placed('by day', { promisedDay: '2018-03-05' }),
];

/** The milestones that ordering publishes about an order, as the judge of ordering makes them of the fact that was sent. */
function promisesOf(fact: OrderFact) {
  const check = orderingFacts.check(CASE_KEY)(fact, 'REPORTED', Date.parse('2018-06-01T12:00:00Z'));
  if (check.is === 'refused') throw new Error(check.refusal.detail);
  const stored = { ...check.fact, feed: 'olist', recordedAt: 0 };
  const released = { name: 'released' as const, unit: 'unattributed', happenedAt: stored.happenedAt };
  return [...judgeOrdering([stored], NO_RULES).milestones, { ...released, dueAt: date('03T12:00').getTime() }].map(
    (milestone) => ({
      ...{ ...milestone, ref: caseRef(CASE_KEY, 'order', fact.orderId), revision: 1, withdrawn: false },
      origin: 'REPORTED' as const,
    }),
  );
}

beforeAll(async () => {
  ordering = await startOrdering();
  delivery = await startDelivery();
  const { outcomes } = await ordering.send(ORDERS);
  expect(outcomes.map(({ result }) => result)).toEqual(ORDERS.map(() => FactResult.FACT_RESULT_RECORDED));
  await delivery.take('ordering', ORDERS.flatMap(promisesOf));
  await delivery.send(
    deliveryFact('in the window', 'delivered', '2018-03-05T15:59:00Z'),
    deliveryFact('after the window', 'delivered', '2018-03-05T16:01:00Z'),
    deliveryFact('ready in time', 'readyForCollection', '2018-03-05T17:00:00Z'),
    deliveryFact('ready in time', 'delivered', '2018-03-12T10:00:00Z'),
    deliveryFact('ready too late', 'readyForCollection', '2018-03-05T17:01:00Z'),
    deliveryFact('in a locker', 'readyForCollection', '2018-03-05T22:59:00Z'),
    deliveryFact('by day', 'delivered', '2018-03-05T22:59:00Z'),
  );
  await call(delivery.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
  await delivery.sweep();
});
afterAll(async () => {
  await ordering?.stop();
  await delivery?.stop();
});

async function observed(): Promise<ReadonlyMap<string, ObservedCase>> {
  const day = { firstDay: '2018-03-05', lastDay: '2018-03-05' };
  const rest = { definition: 0, unit: '', outcome: 0, responsible: '', pageSize: 50, pageToken: '' };
  const question = { metric: 'delivered_by_first_promise', ...day, ...rest };
  const { observations } = await call(delivery.facts, 'listObservations', question);
  return new Map(observations.map((one) => [one.caseId, one]));
}

describe('delivered by the first promise', () => {
  it('asks each order by what the customer was promised, on the day where the customer is', async () => {
    const hits = [...(await observed()).values()].map(({ caseId, hit }) => [caseId, hit]);
    expect(Object.fromEntries(hits)).toEqual({
      'in the window': true,
      'after the window': false,
      'ready in time': true,
      'ready too late': false,
      'in a locker': true,
      'by day': true,
    });
  });

  it('shows the promise and the way to the customer as evidence', async () => {
    const cases = await observed();
    const promise = (caseId: string) => cases.get(caseId)?.known.find(({ name }) => name === 'promised')?.detail;
    expect(promise('in the window')).toBe('promised 2018-03-05 15:00 to 2018-03-05 17:00, home, to area/be');
    expect(promise('ready in time')).toBe(
      'promised ready for collection by 2018-03-05 18:00, collect in store, to area/be',
    );
    expect(promise('by day')).toBe('promised day 2018-03-05, to area/be');
  });
});
