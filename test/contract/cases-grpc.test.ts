import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchOf } from '#libs/batches/source/find-receipt.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import { recordCall } from '#libs/cases/grpc/record-call.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { FactResult, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import {
  type OrderFact,
  OrderingServiceClient,
  type StreamOrderFactsResponse,
} from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call, client, refusalOf } from '#libs/grpc/client.js';
import { developmentCallers, identifyByName } from '#libs/grpc/named-callers.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { checkOrderFact, describeOrder } from '#services/ordering/grpc/mapping.js';
import { orderingService } from '#services/ordering/grpc/ordering-service.js';
import { judgeOrder } from '#services/ordering/judge.js';
import { freshDatabase } from '#test/stack/database.js';

const DAY = 86_400_000;
const NOW = Date.parse('2018-06-01T12:00:00Z');
const ordering = {
  source: 'ordering',
  metrics: ORDERING,
  silentAfterMs: 14 * DAY,
  shards: 1,
  judge: judgeOrder,
  openedBy: 'placed',
} as const;
const clock = { now: () => NOW };

let database: Database;
let drop: () => Promise<void>;
let server: RunningServer;
let sealer: Sealer<Transaction>;
let olist: OrderingServiceClient;
let facts: FactsServiceClient;
const clients: { close(): void }[] = [];

beforeAll(async () => {
  const fresh = await freshDatabase('ordering');
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'test' });
  await migrate(database, [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
  sealer = new Sealer({
    store: new PostgresSourceStore(database),
    installation: '7b0b9f0e-6a8e-4d5e-9f0e-0123456789ab',
    source: 'ordering',
    readFeeds: async () => [],
    countWaiting: async () => [],
  });
  const record = recordCall({
    source: 'ordering',
    clock,
    check: checkOrderFact(Buffer.alloc(32, 1)),
    record: (feed, items, now) => database.transaction((tx) => recordFacts(tx, ordering, feed, items, now)),
  });
  const service = factsService({
    source: 'ordering',
    metrics: ORDERING,
    database,
    clock,
    describe: describeOrder,
    onDeclared: () => {},
    transport: async () => ({ unsealed: 0n, upstream: [], upstreamMissing: 0n, upstreamQuarantined: 0n }),
    findSealed: async ({ positions }) => {
      const [position] = positions;
      const batch = position && (await batchOf(database, { carries: 'observations', ...position }));
      return {
        sealed: positions.length === 0 || batch !== undefined,
        batches: batch ? [`ordering/1:${batch.epoch}:${batch.number}`] : [],
      };
    },
  });
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    services: [orderingService(record), service],
    identify: identifyByName(developmentCallers()),
    onBug: (error) => {
      throw error;
    },
  });
  olist = as(OrderingServiceClient, 'olist');
  facts = as(FactsServiceClient, 'olist');
});
afterAll(async () => {
  for (const one of clients) one.close();
  await server.drain(1_000);
  await database.close();
  await drop();
});

// biome-ignore lint/suspicious/noExplicitAny: any generated client will do.
function as<C extends { close(): void }>(Constructor: new (...args: any[]) => C, caller: string): C {
  const made = client(Constructor as never, `127.0.0.1:${server.port}`, caller) as unknown as C;
  clients.push(made);
  return made;
}

const placed = (orderId: string, changes: Partial<OrderFact> = {}, order: object = {}): OrderFact => ({
  factId: `placed-${orderId}`,
  orderId,
  happenedAt: new Date('2018-02-20T12:00:00Z'),
  what: {
    $case: 'placed',
    value: {
      promisedDay: '2018-03-02',
      zone: 'America/Sao_Paulo',
      destinationUnit: 'area/rj',
      paymentMethods: [1],
      items: 1,
      ...order,
    },
  },
  ...changes,
});
const approved = (orderId: string, changes: Partial<OrderFact> = {}): OrderFact => ({
  factId: `approved-${orderId}`,
  orderId,
  happenedAt: new Date('2018-02-20T13:00:00Z'),
  what: { $case: 'paymentApproved', value: {} },
  ...changes,
});
const send = (items: OrderFact[], origin = 1) => call(olist, 'recordOrderFacts', { facts: items, origin });

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
    ['from an origin nobody knows', { facts: [placed('o')], origin: 9 }, 'ORIGIN_MISSING', 'origin'],
  ])('%s is refused as a whole', async (_, request, reason, field) => {
    const refused = call(olist, 'recordOrderFacts', request).catch(refusalOf);
    expect(await refused).toMatchObject({ reason, field });
  });

  it('takes exactly 1,000', async () => {
    const { outcomes } = await send(Array.from({ length: 1_000 }, (_, n) => placed(`thousand-${n}`)));
    expect(outcomes.every(({ result }) => result === FactResult.FACT_RESULT_RECORDED)).toBe(true);
  });

  it.each(['agency', 'console', 'delivery'])('of %s is refused: it may not report for the shop', async (caller) => {
    const refused = call(as(OrderingServiceClient, caller), 'recordOrderFacts', { facts: [placed('o')], origin: 1 });
    expect(await refused.catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });
});

describe('a fact', () => {
  const centuriesAgo = new Date('1018-02-20T12:00:00Z');
  it.each<[string, OrderFact, string, string]>([
    ['of an order nobody placed', approved('unknown'), 'ORDER_UNKNOWN', 'order_id'],
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
    ['with a NUL in its order', placed('x\0y'), 'FACT_ID_INVALID', 'fact_id'],
    ['with a NUL in its order only', placed('x\0y', { factId: 'nul' }), 'ORDER_ID_INVALID', 'order_id'],
    ['whose order was not UTF-8', placed('x\ufffdy', { factId: 'utf' }), 'ORDER_ID_INVALID', 'order_id'],
    ['without an id', placed('x', { factId: '' }), 'FACT_ID_INVALID', 'fact_id'],
    ['with an id of 129 characters', placed('x', { factId: 'i'.repeat(129) }), 'FACT_ID_INVALID', 'fact_id'],
    ['to a unit in capitals', placed('x', {}, { destinationUnit: 'Area' }), 'UNIT_INVALID', 'placed.destination_unit'],
    [
      'paid in a way nobody knows',
      placed('x', {}, { paymentMethods: [77] }),
      'PAYMENT_METHOD_UNKNOWN',
      'placed.payment_methods',
    ],
    [
      'released with a limit centuries away',
      {
        ...approved('good'),
        what: { $case: 'released', value: { handOverDueAt: new Date('2300-01-01'), originUnit: 'origin/sp' } },
      },
      'TIME_OUT_OF_RANGE',
      'released.hand_over_due_at',
    ],
  ])('%s is refused by name, and its neighbours are kept', async (title, fact, reason, field) => {
    const id = title.replaceAll(/[^a-z]/g, '-');
    const { outcomes } = await send([placed(`before-${id}`), fact, placed(`after-${id}`)]);
    expect(outcomes).toMatchObject([
      { result: FactResult.FACT_RESULT_RECORDED },
      { result: FactResult.FACT_RESULT_REFUSED, reason, field },
      { result: FactResult.FACT_RESULT_RECORDED },
    ]);
  });

  it('of an order placed in the same call is taken, in whatever order they stand', async () => {
    const { outcomes } = await send([approved('same-call'), placed('same-call')]);
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
    await send([placed('gone'), withdrawal]);
    expect((await send([approved('gone')])).outcomes).toMatchObject([{ reason: 'ORDER_UNKNOWN' }]);
  });
});

describe('a stream', () => {
  it('answers each portion, in order', async () => {
    const stream = olist.streamOrderFacts();
    for (const orderId of ['s1', 's2', 's3']) stream.write({ portion: { facts: [placed(orderId)], origin: 1 } });
    stream.end();
    const ids: string[] = [];
    for await (const { portion } of stream as AsyncIterable<StreamOrderFactsResponse>) {
      ids.push(...(portion?.outcomes.map(({ factId }) => factId) ?? []));
    }
    expect(ids).toEqual(['placed-s1', 'placed-s2', 'placed-s3']);
  });
});

describe('from a fact to its evidence', () => {
  it('waits for the declaration, is judged by the sweep, sealed, and found by its receipt', async () => {
    const judge = (refs: readonly Buffer[]) =>
      database.transaction((tx) =>
        judgeCases(
          tx,
          ordering,
          refs.map((ref) => ({ ref, cause: 'sweep' })),
          NOW,
        ),
      );
    await send([placed('whole', {}, { destinationUnit: 'area/am', paymentMethods: [3] }), approved('whole')], 2);
    const { completeThrough } = await call(facts, 'declareComplete', {
      completeThrough: new Date('2018-05-01T00:00:00Z'),
    });
    expect(completeThrough).toEqual(new Date('2018-05-01T00:00:00Z'));
    expect((await call(facts, 'listFeeds', {})).feeds).toMatchObject([{ feed: 'olist', origin: 2 }]);
    await sweep(
      { ...ordering, transaction: (work) => database.transaction(work), judge: (_, refs) => judge(refs) },
      NOW,
    );

    const late = approved('whole', { factId: 'late', happenedAt: new Date('2018-02-22T13:00:00Z') });
    const correction: OrderFact = {
      ...approved('whole', { factId: 'not-so-early' }),
      what: { $case: 'withdrawal', value: { factId: 'approved-whole' } },
    };
    const { receipt } = await send([late, correction], 2);
    expect(await call(facts, 'getReceipt', { receipt })).toEqual({ sealed: false, batches: [] });
    await sealer.pass('observations', 1);
    const { sealed, batches } = await call(facts, 'getReceipt', { receipt });
    expect(sealed).toBe(true);
    expect(batches).toEqual([expect.stringMatching(/^ordering\/1:1:\d+$/)]);

    const { observations, total } = await call(as(FactsServiceClient, 'console'), 'listObservations', {
      metric: 'payment_approved_in_time',
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
    await send([placed('lost-answer', { happenedAt: new Date('2018-02-21T12:00:00Z') })]);
    const { receipt } = await send([placed('lost-answer', { happenedAt: new Date('2018-02-21T12:00:00Z') })]);
    expect(await call(facts, 'getReceipt', { receipt })).toMatchObject({ sealed: false });
    await sealer.pass('observations', 1);
    expect(await call(facts, 'getReceipt', { receipt })).toMatchObject({ sealed: true });
    const again = await send([placed('lost-answer', { happenedAt: new Date('2018-02-21T12:00:00Z') })]);
    expect(await call(facts, 'getReceipt', { receipt: again.receipt })).toEqual({ sealed: true, batches: [] });
  });

  it('a receipt nobody wrote, or another source, is refused', async () => {
    const wrong = ['nonsense', Buffer.from('delivery 1:1').toString('base64url')];
    for (const receipt of wrong) {
      expect(await call(facts, 'getReceipt', { receipt }).catch(refusalOf)).toMatchObject({
        reason: 'RECEIPT_INVALID',
      });
    }
  });

  it.each([
    ['a metric nobody judges here', { metric: 'arrived_at_last' }, 'METRIC_UNKNOWN'],
    ['a day that does not exist', { firstDay: '2018-02-30' }, 'DAY_INVALID'],
    ['a negative page', { pageSize: -1 }, 'PAGE_INVALID'],
    ['a token of nobody', { pageToken: 'x' }, 'PAGE_INVALID'],
    ['a unit with a NUL', { unit: 'a\0' }, 'UNIT_INVALID'],
  ])('evidence asked with %s is refused', async (_, changes, reason) => {
    const question = {
      metric: 'order_kept',
      firstDay: '2018-02-01',
      lastDay: '2018-02-28',
      unit: '',
      outcome: 0,
      responsible: '',
      pageSize: 0,
      pageToken: '',
    };
    expect(await call(facts, 'listObservations', { ...question, ...changes }).catch(refusalOf)).toMatchObject({
      reason,
    });
  });
});
