import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { DeliveryFact, DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { OrderFact, OrderingServiceClient } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { ParcelFact, WarehouseServiceClient } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import { call } from '#libs/grpc/client.js';
import { deliveryService } from '#services/delivery/grpc/delivery-service.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { orderingService } from '#services/ordering/grpc/ordering-service.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';
import { warehouseService } from '#services/warehouse/grpc/warehouse-service.js';
import { judgeWarehouse } from '#services/warehouse/judge.js';
import { securedPlace } from '#test/doubles/secured-place.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { client } from '#test/stack/client.js';
import { runCx } from '#test/stack/run-cx.js';
import { CASE_KEY, type RunningSource, settle, startSource } from './cases/source.js';

const at = (day: number, hour = 12) => new Date(Date.UTC(2018, 2, day, hour));
const clock = { now: () => at(31).getTime() };
const common = { silentAfterMs: 90 * 86_400_000, shards: 1 };

let departments: RunningSource[] = [];
let ordering: OrderingServiceClient;
let warehouse: WarehouseServiceClient;
let delivery: DeliveryServiceClient;
const asked = new Map<string, FactsServiceClient>();

beforeAll(async () => {
  departments = [
    await startSource(
      {
        department: {
          source: 'ordering',
          rules: judgedByDefault('ordering'),
          metrics: ORDERING,
          judge: judgeOrdering,
          openedBy: 'placed',
          ...common,
        },
        ...{ facts: orderingFacts, service: orderingService },
      },
      { clock, upstreams: ['delivery'] },
    ),
    await startSource(
      {
        department: {
          source: 'warehouse',
          rules: judgedByDefault('warehouse'),
          metrics: WAREHOUSE,
          judge: judgeWarehouse,
          ...common,
        },
        ...{ facts: warehouseFacts, service: warehouseService },
      },
      { clock, upstreams: ['ordering'] },
    ),
    await startSource(
      {
        department: {
          source: 'delivery',
          rules: judgedByDefault('delivery'),
          metrics: DELIVERY,
          judge: judgeDelivery,
          ...common,
        },
        ...{ facts: deliveryFacts, service: deliveryService },
      },
      { clock, upstreams: ['ordering', 'warehouse'] },
    ),
  ];
  const [o, w, d] = departments.map(({ address }) => address);
  ordering = client(OrderingServiceClient, o ?? '', 'olist');
  warehouse = client(WarehouseServiceClient, w ?? '', 'olist');
  delivery = client(DeliveryServiceClient, d ?? '', 'olist');
  for (const { source, address } of departments) asked.set(source, client(FactsServiceClient, address, 'olist'));
});
afterAll(async () => {
  for (const one of [ordering, warehouse, delivery, ...asked.values()]) one.close();
  for (const department of departments) await department.stop();
});

let made = 0;
/** A fact of one order; parcelId '' is the whole order. */
const fact = <What extends object>(orderId: string, parcelId: string, happenedAt: Date, what: What) => {
  made += 1;
  return { factId: `fact-${made}`, orderId, parcelId, happenedAt, what };
};
const orders = (...facts: object[]) =>
  call(ordering, 'recordOrderFacts', { facts: facts.map((one) => OrderFact.fromPartial(one)), origin: 1 });
const handOver = (orderId: string, parcelId: string, day: number) =>
  call(warehouse, 'recordParcelFacts', {
    facts: [ParcelFact.fromPartial(fact(orderId, parcelId, at(day), { $case: 'handedOver' as const, value: {} }))],
    origin: 1,
  });
const deliver = (orderId: string, parcelId: string, day: number) =>
  call(delivery, 'recordDeliveryFacts', {
    facts: [DeliveryFact.fromPartial(fact(orderId, parcelId, at(day), { $case: 'delivered' as const, value: {} }))],
    origin: 1,
  });
const placed = (orderId: string) =>
  fact(orderId, '', at(1), {
    $case: 'placed',
    value: { promisedDay: '2018-03-11', zone: 'Europe/Berlin', destinationUnit: 'area/be', items: 3 },
  });
const released = (orderId: string, parcelId: string, originUnit = 'origin/be', dueDay = 5) =>
  fact(orderId, parcelId, at(1, 13), {
    $case: 'released',
    value: { handOverDueAt: at(dueDay), originUnit, carrier: 'DHL', serviceLevel: 'express' },
  });
const replaced = (orderId: string, parcelId: string, byParcelId: string, day: number) =>
  fact(orderId, parcelId, at(day), { $case: 'parcelReplaced', value: { byParcelId } });

/** Every feed has reported everything, and the milestones have travelled. */
const settled = async () => {
  for (const facts of asked.values()) await call(facts, 'declareComplete', { completeThrough: at(31, 11) });
  await settle(departments);
};
const cases = async (source: string, metric: string, orderId: string) => {
  const request = { metric, firstDay: '2018-03-01', lastDay: '2018-03-31', pageSize: 1_000 };
  const facts = asked.get(source);
  if (facts === undefined) throw new Error(`no department ${source}`);
  const { observations } = await call(facts, 'listObservations', { ...EMPTY, ...request });
  return observations.filter(({ caseId }) => caseId === orderId);
};
const EMPTY = { unit: '', outcome: 0, responsible: '', pageToken: '', definition: 0 };
/** "A hit", one for each verdict of a metric about the order. */
const verdicts = async (source: string, metric: string, orderId: string) =>
  (await cases(source, metric, orderId)).map(({ part, hit, reason }) =>
    [part, hit ? 'hit' : 'miss', reason].join(' ').trim(),
  );
const onTime = (orderId: string) => verdicts('delivery', 'delivered_by_first_promise', orderId);
const parcelsOnTime = (orderId: string) => verdicts('delivery', 'parcel_delivered_by_first_promise', orderId);
/** What delivery recorded (odd versions) and retracted (even ones) of an order, "A 1: hit". */
const versions = async (metric: string, orderId: string) => {
  const values = [metric, caseRef(CASE_KEY, 'order', orderId)];
  const rows = await departments[2]?.database.query<{ part: string; version: number; hits: number }>(
    'select part, version, hits from observation where metric = $1 and case_ref = $2 order by part, version',
    values,
  );
  return rows?.map(({ part, version, hits }) => `${part} ${version}: ${hits === 1 ? 'hit' : 'miss'}`.trim());
};

describe('an order of three parcels', () => {
  beforeAll(async () => {
    await orders(
      placed('#three'),
      released('#three', 'A'),
      released('#three', 'B', 'origin/hh', 6),
      released('#three', 'C'),
    );
    for (const [parcel, day] of [
      ['A', 4],
      ['B', 6],
      ['C', 6],
    ] as const)
      await handOver('#three', parcel, day);
  });

  it('is not there with one "delivered" for two of its parcels', async () => {
    await deliver('#three', 'A', 9);
    await deliver('#three', 'B', 11);
    await settled();
    expect(await onTime('#three')).toEqual(['miss']);
    expect(await parcelsOnTime('#three')).toEqual(['A hit', 'B hit', 'C miss']);
    expect(await verdicts('ordering', 'promise_not_padded', '#three')).toEqual([]);
  });

  it('is judged in the warehouse once for each parcel, by its own limit and in its own unit', async () => {
    const seen = await cases('warehouse', 'handed_over_by_limit', '#three');
    expect(seen.map(({ part, unit, hit }) => [part, unit, hit])).toEqual([
      ['A', 'origin/be', true],
      ['C', 'origin/be', false],
      ['B', 'origin/hh', true],
    ]);
  });

  it('is late with two of three on the promised day, and is there with the last one', async () => {
    await deliver('#three', 'C', 13);
    await settled();
    expect(await onTime('#three')).toEqual(['miss']);
    expect(await parcelsOnTime('#three')).toEqual(['A hit', 'B hit', 'C miss']);
    expect(await verdicts('delivery', 'arrived_at_last', '#three')).toEqual(['hit']);
    expect(await verdicts('ordering', 'promise_not_padded', '#three')).toEqual(['hit']);
  });

  it('keeps what was tracked of the first parcel, and a late hand-over moves nothing back', async () => {
    await handOver('#three', 'A', 14);
    await deliver('#three', 'A', 15);
    await settled();
    expect(await parcelsOnTime('#three')).toEqual(['A hit', 'B hit', 'C miss']);
    const [a] = await cases('delivery', 'parcel_delivered_by_first_promise', '#three');
    expect(a?.inconsistencies).toEqual(['DELIVERED_TWICE A']);
    expect((await cases('delivery', 'parcel_delivered_by_first_promise', '#three'))[1]?.inconsistencies).toEqual([]);
  });

  it('is shown with the parcel of every fact', async () => {
    const [order] = await cases('delivery', 'delivered_by_first_promise', '#three');
    expect(order?.part).toBe('');
    expect(order?.known.filter(({ part }) => part === 'B').map(({ name, detail }) => [name, detail])).toEqual([
      ['released', 'limit 2018-03-06 13:00, from origin/hh, by DHL, express'],
      ['handed_over', 'limit 2018-03-06 13:00'],
      ['delivered', ''],
    ]);
  });
});

describe('cx cases', () => {
  it('prints the parcel of a verdict, of each fact and of each contradiction', async () => {
    const place = await securedPlace();
    const port = await place.before(Number(departments[2]?.address.split(':')[1]));
    const env = { ...place.env, CX_ADDRESSES: `delivery=127.0.0.1:${port}` };
    const { stdout } = await runCx(['cases', 'parcel_delivered_by_first_promise', '2018-03', '--limit', '1'], env);
    place.remove();
    expect(stdout).toContain('  #three, part A  area/be  2018-03-11  hit  ours\n');
    expect(stdout).toContain('      contradiction: delivered twice, part A\n');
    expect(stdout).toContain('      2018-03-11T12:00Z  delivered, part B    (olist)\n');
    expect(stdout).toMatch(
      /released, part C {2}limit 2018-03-05 13:00, from origin\/be, by DHL, express {2}\(ordering\)/,
    );
  });
});

describe('the parcels of an order in one cell', () => {
  it('are counted one by one in the sealed batches, under the ref of their order', async () => {
    expect(await departments[2]?.counted('parcel_delivered_by_first_promise')).toEqual({ hits: 2, misses: 1 });
    expect(await departments[2]?.counted('delivered_by_first_promise')).toEqual({ hits: 0, misses: 1 });
  });
});

describe('an order that was thought complete', () => {
  it('waits for a parcel that is added: the verdict that stood is retracted and recorded again', async () => {
    await orders(placed('#more'), released('#more', 'A'));
    await handOver('#more', 'A', 4);
    await deliver('#more', 'A', 9);
    await settled();
    expect(await onTime('#more')).toEqual(['hit']);
    await orders(released('#more', 'B'));
    await settled();
    expect(await onTime('#more')).toEqual(['miss UPSTREAM_NEVER_HANDED_OVER']);
    await handOver('#more', 'B', 5);
    await deliver('#more', 'B', 12);
    await settled();
    expect(await onTime('#more')).toEqual(['miss']);
    expect(await versions('delivered_by_first_promise', '#more')).toEqual([
      ...['1: hit', '2: hit', '3: miss', '4: miss', '5: miss'],
    ]);
    expect(await versions('parcel_delivered_by_first_promise', '#more')).toEqual([
      ...['A 1: hit', 'B 1: miss', 'B 2: miss', 'B 3: miss'],
    ]);
  });
});

describe('a parcel', () => {
  it('that was released by mistake is not waited for once its release is withdrawn', async () => {
    const mistake = released('#mistake', 'B');
    await orders(placed('#mistake'), released('#mistake', 'A'), mistake);
    await handOver('#mistake', 'A', 4);
    await deliver('#mistake', 'A', 9);
    await settled();
    expect(await onTime('#mistake')).toEqual(['miss UPSTREAM_NEVER_HANDED_OVER']);
    await orders(fact('#mistake', '', at(8), { $case: 'withdrawal', value: { factId: mistake.factId } }));
    await settled();
    expect([await onTime('#mistake'), await parcelsOnTime('#mistake')]).toEqual([['hit'], ['A hit']]);
  });

  it('that is named after the whole order was released is judged instead of the order', async () => {
    await orders(placed('#later'), released('#later', ''));
    await settled();
    expect(await verdicts('warehouse', 'handed_over_by_limit', '#later')).toEqual([]);
    await handOver('#later', 'A', 4);
    await settled();
    expect(await verdicts('warehouse', 'handed_over_by_limit', '#later')).toEqual(['hit']);
    await orders(released('#later', 'A'), released('#later', 'B', 'origin/hh', 6));
    await handOver('#later', 'B', 7);
    await settled();
    expect((await verdicts('warehouse', 'handed_over_by_limit', '#later')).sort()).toEqual(['A hit', 'B miss']);
  });

  it('that is merged into another one is not judged any more', async () => {
    await orders(placed('#merged'), released('#merged', 'A'), released('#merged', 'B'));
    await handOver('#merged', 'A', 4);
    await deliver('#merged', 'A', 9);
    await settled();
    expect(await onTime('#merged')).toEqual(['miss UPSTREAM_NEVER_HANDED_OVER']);
    await orders(replaced('#merged', 'B', 'A', 3));
    await settled();
    expect(await onTime('#merged')).toEqual(['hit']);
    expect(await parcelsOnTime('#merged')).toEqual(['A hit']);
    expect(await verdicts('warehouse', 'handed_over_by_limit', '#merged')).toEqual(['A hit']);
  });

  it('that was lost and is sent again is waited for under its new name', async () => {
    await orders(placed('#lost'), released('#lost', 'A'), released('#lost', 'B'));
    for (const parcel of ['A', 'B']) await handOver('#lost', parcel, 4);
    await deliver('#lost', 'A', 9);
    await orders(replaced('#lost', 'B', 'C', 8), released('#lost', 'C', 'origin/hh', 9));
    await handOver('#lost', 'C', 9);
    await settled();
    expect([await onTime('#lost'), await parcelsOnTime('#lost')]).toEqual([['miss'], ['A hit', 'C miss']]);
    await deliver('#lost', 'C', 11);
    await settled();
    expect([await onTime('#lost'), await parcelsOnTime('#lost')]).toEqual([['hit'], ['A hit', 'C hit']]);
    expect((await verdicts('warehouse', 'handed_over_by_limit', '#lost')).sort()).toEqual(['A hit', 'B hit', 'C hit']);
  });
});

describe('facts with and without a parcel about one order', () => {
  it('speak for the whole order only while it has a single parcel; then they are flagged', async () => {
    await orders(placed('#mixed'), released('#mixed', 'A'));
    await handOver('#mixed', '', 4);
    await deliver('#mixed', '', 9);
    await settled();
    expect([await onTime('#mixed'), await parcelsOnTime('#mixed')]).toEqual([['hit'], ['A hit']]);
    await orders(released('#mixed', 'B'));
    await settled();
    expect(await parcelsOnTime('#mixed')).toEqual([
      'A miss UPSTREAM_NEVER_HANDED_OVER',
      'B miss UPSTREAM_NEVER_HANDED_OVER',
    ]);
    expect((await cases('delivery', 'delivered_by_first_promise', '#mixed'))[0]?.inconsistencies).toEqual([
      'PARCEL_NOT_NAMED',
    ]);
  });

  it('are answered with the contradiction when they name a parcel that ordering did not release', async () => {
    await orders(placed('#wrong'), released('#wrong', 'A'));
    await settled();
    const { outcomes } = await deliver('#wrong', 'X', 9);
    expect(outcomes[0]?.suspicions).toEqual(['PARCEL_NOT_RELEASED X']);
  });

  it('have no verdict of a parcel if ordering names none', async () => {
    await orders(placed('#whole'), released('#whole', ''));
    await handOver('#whole', 'X', 4);
    await deliver('#whole', 'X', 9);
    await settled();
    expect([await onTime('#whole'), await parcelsOnTime('#whole')]).toEqual([['hit'], []]);
    await deliver('#whole', 'Y', 12);
    await settled();
    expect([await onTime('#whole'), await parcelsOnTime('#whole')]).toEqual([['miss'], []]);
  });
});
