import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import {
  type OrderFact,
  OrderingServiceClient,
  OrderReleased,
  type StreamOrderFactsResponse,
} from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { approved, NOW, placed, startOrdering } from './cases/ordering.js';

const DAY = 86_400_000;
let ordering: Awaited<ReturnType<typeof startOrdering>>;

beforeAll(async () => {
  ordering = await startOrdering();
});
afterAll(() => ordering?.stop());

describe('a call', () => {
  it.each([
    ['without facts', { facts: [], origin: 1 }, 'NO_FACTS', 'facts'],
    [
      'with 1,001',
      { facts: Array.from({ length: 1_001 }, (_, n) => placed(`many-${n}`)), origin: 1 },
      'TOO_MANY_FACTS',
      'facts',
    ],
    ['that does not say where they come from', { facts: [placed('o')], origin: 0 }, 'ORIGIN_MISSING', 'origin'],
    ['from an unknown origin', { facts: [placed('o')], origin: 9 }, 'ORIGIN_MISSING', 'origin'],
  ])('%s is refused as a whole', async (_, request, reason, field) => {
    const refused = call(ordering.olist, 'recordOrderFacts', request).catch(refusalOf);
    expect(await refused).toMatchObject({ reason, field });
  });

  it('takes exactly 1,000', async () => {
    const { outcomes } = await ordering.send(Array.from({ length: 1_000 }, (_, n) => placed(`thousand-${n}`)));
    expect(outcomes.every(({ result }) => result === FactResult.FACT_RESULT_RECORDED)).toBe(true);
  });

  it.each(['console', 'delivery'])('of %s is refused: it is no feed', async (caller) => {
    const refused = call(ordering.as(OrderingServiceClient, caller), 'recordOrderFacts', {
      facts: [placed('o')],
      origin: 1,
    });
    expect(await refused.catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });
});

describe('a fact', () => {
  const centuriesAgo = new Date('1018-02-20T12:00:00Z');
  it.each<[string, OrderFact, string, string]>([
    ['of an order that was not placed', approved('unknown'), 'ORDER_UNKNOWN', 'order_id'],
    [
      'promised before it was ordered',
      placed('x', {}, { promisedDay: '2018-02-19' }),
      'PROMISE_BEFORE_ORDER',
      'placed.promised_day',
    ],
    ['centuries away', placed('x', { happenedAt: centuriesAgo }), 'TIME_OUT_OF_RANGE', 'happened_at'],
    ['in two days', placed('x', { happenedAt: new Date(NOW + 2 * DAY) }), 'TIME_OUT_OF_RANGE', 'happened_at'],
    ['at no time', placed('x', { happenedAt: undefined }), 'TIME_MISSING', 'happened_at'],
    ['that says nothing', placed('x', { what: undefined }), 'FACT_MISSING', 'what'],
    ['with a NUL in both of its ids', placed('x\0y'), 'FACT_ID_INVALID', 'fact_id'],
    ['with a NUL in its order id only', placed('x\0y', { factId: 'nul' }), 'ORDER_ID_INVALID', 'order_id'],
    ['whose order id was not UTF-8', placed('x\ufffdy', { factId: 'utf' }), 'ORDER_ID_INVALID', 'order_id'],
    [
      'whose order id holds half a surrogate pair',
      placed('x\ud800', { factId: 'half' }),
      'ORDER_ID_INVALID',
      'order_id',
    ],
    ['whose order id is spelt in NFD', placed('A\u0308', { factId: 'nfd' }), 'ORDER_ID_INVALID', 'order_id'],
    ['whose order id ends with a blank', placed('1001 ', { factId: 'blank' }), 'ORDER_ID_INVALID', 'order_id'],
    ['whose order id has 129 characters', placed('o'.repeat(129), { factId: 'long' }), 'ORDER_ID_INVALID', 'order_id'],
    ['without an id', placed('x', { factId: '' }), 'FACT_ID_INVALID', 'fact_id'],
    ['with an id of 129 characters', placed('x', { factId: 'i'.repeat(129) }), 'FACT_ID_INVALID', 'fact_id'],
    ['to a unit in capitals', placed('x', {}, { destinationUnit: 'Area' }), 'UNIT_INVALID', 'placed.destination_unit'],
    [
      'paid in an unknown way',
      placed('x', {}, { paymentMethods: [77] }),
      'PAYMENT_METHOD_UNKNOWN',
      'placed.payment_methods',
    ],
    [
      'released with a limit centuries away',
      {
        ...approved('good'),
        what: {
          $case: 'released',
          value: OrderReleased.fromPartial({ handOverDueAt: new Date('2300-01-01'), originUnit: 'origin/sp' }),
        },
      },
      'TIME_OUT_OF_RANGE',
      'released.hand_over_due_at',
    ],
  ])('%s is refused by name, and its neighbours are kept', async (title, fact, reason, field) => {
    const id = title.replaceAll(/[^a-z]/g, '-');
    const { outcomes } = await ordering.send([placed(`before-${id}`), fact, placed(`after-${id}`)]);
    expect(outcomes).toMatchObject([
      { result: FactResult.FACT_RESULT_RECORDED },
      { result: FactResult.FACT_RESULT_REFUSED, reason, field },
      { result: FactResult.FACT_RESULT_RECORDED },
    ]);
  });

  it('of an order placed in the same call is taken, in whatever order they stand', async () => {
    const { outcomes } = await ordering.send([approved('same-call'), placed('same-call')]);
    expect(outcomes.map(({ result }) => result)).toEqual([
      FactResult.FACT_RESULT_RECORDED,
      FactResult.FACT_RESULT_RECORDED,
    ]);
  });

  it('of an order whose placing was taken back is refused', async () => {
    const withdrawal: OrderFact = {
      ...approved('gone', { factId: 'no' }),
      what: { $case: 'withdrawal', value: { factId: 'placed-gone' } },
    };
    await ordering.send([placed('gone'), withdrawal]);
    expect((await ordering.send([approved('gone')])).outcomes).toMatchObject([{ reason: 'ORDER_UNKNOWN' }]);
  });
});

describe('a stream', () => {
  it('answers each portion, in order', async () => {
    const stream = ordering.olist.streamOrderFacts();
    for (const orderId of ['s1', 's2', 's3']) stream.write({ portion: { facts: [placed(orderId)], origin: 1 } });
    stream.end();
    const ids: string[] = [];
    for await (const { portion } of stream as AsyncIterable<StreamOrderFactsResponse>) {
      ids.push(...(portion?.outcomes.map(({ factId }) => factId) ?? []));
    }
    expect(ids).toEqual(['placed-s1', 'placed-s2', 'placed-s3']);
  });
});
