import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactResult, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { approved, placed, startOrdering } from './cases/ordering.js';

let ordering: Awaited<ReturnType<typeof startOrdering>>;

beforeAll(async () => {
  ordering = await startOrdering();
});
afterAll(() => ordering?.stop());

describe('from a fact to its evidence', () => {
  it('an order keeps the id that its shop wrote: "#1001", "DE 4711/2", "Bestellung-Ä7"', async () => {
    const ids = ['#1001', 'DE 4711/2', 'Bestellung-\u00C47', '订单 "7"', 'o'.repeat(128), '\u{1F4E6}'.repeat(128)];
    const day = { happenedAt: new Date('2017-06-01T12:00:00Z') };
    const orders = ids.map((id) => placed(id, { ...day, factId: id }, { promisedDay: '2017-06-09' }));
    expect(
      (await ordering.send(orders)).outcomes.map(({ result, factId, detail }) => [result, factId, detail]),
    ).toEqual(ids.map((id) => [FactResult.FACT_RESULT_RECORDED, id, '']));
    expect((await ordering.send(orders)).outcomes.map(({ result }) => result)).toEqual(
      ids.map(() => FactResult.FACT_RESULT_ALREADY_RECORDED),
    );
    await call(ordering.facts, 'declareComplete', { completeThrough: new Date('2018-01-01T00:00:00Z') });
    await ordering.sweep();

    const question = {
      metric: 'payment_approved_in_time',
      definition: 0,
      firstDay: '2017-06-02',
      lastDay: '2017-06-02',
    };
    const rest = { unit: '', outcome: 0, responsible: '', pageSize: 1 };
    const found: string[] = [];
    let pageToken = '';
    do {
      const page = await call(ordering.facts, 'listObservations', { ...question, ...rest, pageToken });
      found.push(...page.observations.map(({ caseId }) => caseId));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(found.sort()).toEqual(ids.sort());
  });

  it('waits for the declaration, is judged by the sweep, sealed, and found by its receipt', async () => {
    await ordering.send(
      [placed('whole', {}, { destinationUnit: 'area/am', paymentMethods: [3] }), approved('whole')],
      2,
    );
    const { completeThrough } = await call(ordering.facts, 'declareComplete', {
      completeThrough: new Date('2018-05-01T00:00:00Z'),
    });
    expect(completeThrough).toEqual(new Date('2018-05-01T00:00:00Z'));
    expect((await call(ordering.facts, 'listFeeds', {})).feeds).toMatchObject([{ feed: 'olist', origin: 2 }]);
    await ordering.sweep();

    const late = approved('whole', { factId: 'late', happenedAt: new Date('2018-02-22T13:00:00Z') });
    const correction: OrderFact = {
      ...approved('whole', { factId: 'not-so-early' }),
      what: { $case: 'withdrawal', value: { factId: 'approved-whole' } },
    };
    const { receipt } = await ordering.send([late, correction], 2);
    expect(await call(ordering.facts, 'getReceipt', { receipt })).toEqual({ sealed: false, batches: [] });
    await ordering.seal();
    const { sealed, batches } = await call(ordering.facts, 'getReceipt', { receipt });
    expect(sealed).toBe(true);
    expect(batches).toEqual([expect.stringMatching(/^ordering\/1:1:\d+$/)]);

    const { observations, total } = await call(ordering.as(FactsServiceClient, 'console'), 'listObservations', {
      metric: 'payment_approved_in_time',
      definition: 1,
      firstDay: '2018-02-01',
      lastDay: '2018-02-28',
      unit: 'method/voucher',
      outcome: 2,
      responsible: 'ordering',
      pageSize: 1_000,
      pageToken: '',
    });
    expect(total).toBe(1n);
    expect(observations[0]).toMatchObject({
      caseId: 'whole',
      hit: false,
      cause: 'olist/not-so-early',
      known: [
        { name: 'placed', toldBy: 'olist', detail: 'promised day 2018-03-02, to area/am, paid by voucher' },
        { name: 'payment_approved' },
      ],
    });
  });

  it('a call that repeats another one is sealed no earlier than that one', async () => {
    await ordering.send([placed('lost-answer', { happenedAt: new Date('2018-02-21T12:00:00Z') })]);
    const { receipt } = await ordering.send([placed('lost-answer', { happenedAt: new Date('2018-02-21T12:00:00Z') })]);
    expect(await call(ordering.facts, 'getReceipt', { receipt })).toMatchObject({ sealed: false });
    await ordering.seal();
    expect(await call(ordering.facts, 'getReceipt', { receipt })).toMatchObject({ sealed: true });
    const again = await ordering.send([placed('lost-answer', { happenedAt: new Date('2018-02-21T12:00:00Z') })]);
    expect(await call(ordering.facts, 'getReceipt', { receipt: again.receipt })).toEqual({ sealed: true, batches: [] });
  });

  it('a receipt of another source, or a text that is no receipt, is refused', async () => {
    const wrong = ['nonsense', Buffer.from('delivery 1:1').toString('base64url')];
    for (const receipt of wrong) {
      expect(await call(ordering.facts, 'getReceipt', { receipt }).catch(refusalOf)).toMatchObject({
        reason: 'RECEIPT_INVALID',
      });
    }
  });

  it.each([
    ['a metric of another department', { metric: 'arrived_at_last' }, 'METRIC_UNKNOWN'],
    ['a day that does not exist', { firstDay: '2018-02-30' }, 'DAY_INVALID'],
    ['a negative page', { pageSize: -1 }, 'PAGE_INVALID'],
    ['a text that is no token', { pageToken: 'x' }, 'PAGE_INVALID'],
    ['a unit with a NUL', { unit: 'a\0' }, 'UNIT_INVALID'],
  ])('evidence asked with %s is refused', async (_, changes, reason) => {
    const question = {
      metric: 'order_kept',
      definition: 0,
      firstDay: '2018-02-01',
      lastDay: '2018-02-28',
      unit: '',
      outcome: 0,
      responsible: '',
      pageSize: 0,
      pageToken: '',
    };
    expect(await call(ordering.facts, 'listObservations', { ...question, ...changes }).catch(refusalOf)).toMatchObject({
      reason,
    });
  });
});
