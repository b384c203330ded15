import { batchOf } from '#libs/batches/source/find-receipt.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import { recordCall } from '#libs/cases/grpc/record-call.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { type OrderFact, OrderingServiceClient, OrderPlaced } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call, client } from '#libs/grpc/client.js';
import { developmentCallers, identifyByName } from '#libs/grpc/named-callers.js';
import { startServer } from '#libs/grpc/server.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { orderingService } from '#services/ordering/grpc/ordering-service.js';
import { judgeOrder } from '#services/ordering/judge.js';
import { freshDatabase } from '#test/stack/database.js';

const DAY_MS = 86_400_000;
/** The clock of the service stands still. */
export const NOW = Date.parse('2018-06-01T12:00:00Z');
const clock = { now: () => NOW };
const ordering: Department = {
  source: 'ordering',
  metrics: ORDERING,
  silentAfterMs: 14 * DAY_MS,
  shards: 1,
  judge: judgeOrder,
  openedBy: 'placed',
};

/** The services of ordering on a port and a database of their own. Nothing is sealed or swept unless a test asks for it. */
export async function startOrdering() {
  const fresh = await freshDatabase('ordering');
  const database = new Database({ url: fresh.url, name: 'test' });
  await migrate(database, [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
  const server = await serve(database);
  const clients: { close(): void }[] = [];

  // biome-ignore lint/suspicious/noExplicitAny: any generated client will do.
  function as<C extends { close(): void }>(Constructor: new (...args: any[]) => C, caller: string): C {
    const made = client(Constructor as never, `127.0.0.1:${server.port}`, caller) as unknown as C;
    clients.push(made);
    return made;
  }
  const olist = as(OrderingServiceClient, 'olist');
  return {
    as,
    olist,
    facts: as(FactsServiceClient, 'olist'),
    send: (items: OrderFact[], origin = 1) => call(olist, 'recordOrderFacts', { facts: items, origin }),
    seal: () => sealerOf(database).pass('observations', 1),
    sweep: () => sweep({ ...ordering, transaction: (work) => database.transaction(work), judge }, NOW),
    stop: async () => {
      for (const one of clients) one.close();
      await server.drain(1_000);
      await database.close();
      await fresh.drop();
    },
  };
}

function judge(tx: Transaction, refs: readonly Buffer[], now: number) {
  const touched = refs.map((ref) => ({ ref, cause: 'sweep' }));
  return judgeCases(tx, ordering, touched, now);
}

function sealerOf(database: Database): Sealer<Transaction> {
  return new Sealer({
    store: new PostgresSourceStore(database),
    installation: '7b0b9f0e-6a8e-4d5e-9f0e-0123456789ab',
    source: 'ordering',
    readFeeds: async () => [],
    countWaiting: async () => [],
  });
}

function serve(database: Database) {
  const record = recordCall({
    source: 'ordering',
    clock,
    check: orderingFacts.check(Buffer.alloc(32, 1)),
    record: (feed, items, now) => database.transaction((tx) => recordFacts(tx, ordering, feed, items, now)),
  });
  const service = factsService({
    source: 'ordering',
    metrics: ORDERING,
    database,
    clock,
    describe: orderingFacts.describe,
    onDeclared: () => {},
    transport: async () => ({
      unsealed: 0n,
      upstream: [],
      upstreamMissing: 0n,
      upstreamQuarantined: 0n,
      transportFaults: [],
    }),
    findSealed: async ({ positions }) => {
      const [position] = positions;
      const batch = position && (await batchOf(database, { carries: 'observations', ...position }));
      return {
        sealed: positions.length === 0 || batch !== undefined,
        batches: batch ? [`ordering/1:${batch.epoch}:${batch.number}`] : [],
      };
    },
  });
  return startServer({
    host: '127.0.0.1',
    port: 0,
    services: [orderingService(record), service],
    identify: identifyByName(developmentCallers()),
    onBug: (error) => {
      throw error;
    },
  });
}

/** An order placed at noon on 20 February 2018, promised for 2 March. */
export const placed = (orderId: string, changes: Partial<OrderFact> = {}, order: object = {}): OrderFact => ({
  factId: `placed-${orderId}`,
  orderId,
  parcelId: '',
  happenedAt: new Date('2018-02-20T12:00:00Z'),
  what: {
    $case: 'placed',
    value: OrderPlaced.fromPartial({
      promisedDay: '2018-03-02',
      zone: 'America/Sao_Paulo',
      destinationUnit: 'area/rj',
      paymentMethods: [1],
      items: 1,
      ...order,
    }),
  },
  ...changes,
});
/** The same order's payment, an hour later. */
export const approved = (orderId: string, changes: Partial<OrderFact> = {}): OrderFact => ({
  factId: `approved-${orderId}`,
  orderId,
  parcelId: '',
  happenedAt: new Date('2018-02-20T13:00:00Z'),
  what: { $case: 'paymentApproved', value: {} },
  ...changes,
});
