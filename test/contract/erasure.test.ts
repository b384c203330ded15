import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { addressesFrom } from '#cli/addresses.js';
import { FeedWatch } from '#cli/feed/feed-watch.js';
import { KafkaFeed } from '#cli/feed/kafka-feed.js';
import { eraseCases } from '#libs/cases/erasure/erase-cases.js';
import { retainFacts } from '#libs/cases/erasure/retain-facts.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { FactResult, FactsServiceClient, type ObservedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import type { OutgoingRecord } from '#libs/kafka/kafka-client.js';
import { readMap } from '#libs/maps/read-map.js';
import { createMetrics, FEED } from '#libs/metrics/metrics.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { tablesThatHold } from '#test/stack/everything-stored.js';
import { runCx } from '#test/stack/run-cx.js';
import { startDelivery } from './cases/delivery.js';
import { NOW, orderingBy, placed, startOrdering } from './cases/ordering.js';
import { CASE_KEY } from './cases/source.js';
import { contactFact, startSupport } from './cases/support.js';

let delivery: Awaited<ReturnType<typeof startDelivery>>;
let ordering: Awaited<ReturnType<typeof startOrdering>>;
let console_: FactsServiceClient;
/** `cx` and the feeds speak TLS only. */
let place: SecuredPlace;
const date = (day: string) => new Date(`2018-03-${day}T12:00:00Z`);
const refOf = (orderId: string) => caseRef(CASE_KEY, 'order', orderId);

beforeAll(async () => {
  place = await securedPlace(['olist']);
  delivery = await startDelivery();
  ordering = await startOrdering();
  console_ = delivery.as(FactsServiceClient, 'console');
  await call(delivery.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
});
afterAll(async () => {
  await delivery?.stop();
  await ordering?.stop();
  place.remove();
});

/** Where `cx` finds a department. */
async function securedAt({ address }: { readonly address: string }): Promise<string> {
  return `127.0.0.1:${await place.before(Number(address.split(':')[1]))}`;
}

/** What ordering told delivery about an order of these parcels. */
const milestones = (orderId: string, parcels: readonly string[], promisedDay = '2018-03-05') => [
  {
    ...{ name: 'promised' as const, unit: 'unattributed', happenedAt: date('01').getTime(), promisedDay },
    ...{ zone: 'Europe/Berlin', destinationUnit: 'area/be', ref: refOf(orderId) },
    ...{ revision: 1, withdrawn: false, origin: 'REPORTED' as const },
  },
  ...parcels.map((part) => ({
    ...{ name: 'released' as const, unit: 'unattributed', happenedAt: date('01').getTime(), part },
    ...{ dueAt: date('02').getTime(), ref: refOf(orderId), revision: 1, withdrawn: false, origin: 'REPORTED' as const },
  })),
];
const delivered = (orderId: string, parcelId: string, day: string, n = 1) =>
  DeliveryFact.fromPartial({
    ...{ factId: `${orderId}/${parcelId}/delivered/${n}`, orderId, parcelId, happenedAt: date(day) },
    what: { $case: 'delivered', value: {} },
  });
async function deliveredOrder(orderId: string, parcels: readonly string[]) {
  await delivery.take('ordering', milestones(orderId, parcels));
  await delivery.send(
    ...parcels.flatMap((parcel) => [delivered(orderId, parcel, '04'), delivered(orderId, parcel, '09', 2)]),
  );
}
const erase = (request: object) =>
  call(console_, 'eraseCase', {
    caseId: '',
    caseRef: Buffer.alloc(0),
    reason: 'request 1',
    chargeWhatWaits: false,
    ...request,
  });
/** The verdicts of a case as they are counted, without the names of parts. */
const verdictsOf = (orderId: string) =>
  delivery.database.query(
    `select metric, definition, unit, version, day, class, reason, responsible, origin, hits, misses
     from observation where case_ref = $1 order by metric, part, version`,
    [refOf(orderId)],
  );
async function listed(orderId: string): Promise<ObservedCase[]> {
  const rest = { definition: 0, unit: '', outcome: 0, responsible: '', pageSize: 1_000, pageToken: '' };
  const days = { firstDay: '2018-03-01', lastDay: '2018-03-31' };
  const { observations } = await call(delivery.facts, 'listObservations', {
    metric: 'delivered_by_first_promise',
    ...days,
    ...rest,
  });
  return observations.filter((one) => one.caseRef.equals(refOf(orderId)));
}

describe('an order that is erased', () => {
  const order = 'Maria-Mueller-4711';
  const parcels = ['1Z-MUELLER-A', '1Z-MUELLER-B'];
  let before: unknown[];

  beforeAll(async () => {
    await deliveredOrder(order, parcels);
    before = await verdictsOf(order);
    expect(await tablesThatHold(delivery.database, 'Maria')).toEqual(['fact', 'verdict']);
    expect(await tablesThatHold(delivery.database, 'MUELLER')).toEqual([
      ...['fact', 'inconsistency', 'outbox', 'published', 'verdict'],
    ]);
  });

  it('keeps its verdicts, and its counts are sealed as before', async () => {
    const counted = await delivery.counted('parcel_delivered_by_first_promise');
    const { cases } = await erase({ caseId: order });
    expect(cases).toMatchObject([{ before: false, facts: 7n, verdicts: BigInt(before.length) }]);
    expect(before.length).toBeGreaterThanOrEqual(3);
    expect(await verdictsOf(order)).toEqual(before);
    expect(await delivery.counted('parcel_delivered_by_first_promise')).toEqual(counted);
  });

  it('cannot be named any more: neither its number nor its parcels stand in the database', async () => {
    expect(await tablesThatHold(delivery.database, 'Maria')).toEqual([]);
    expect(await tablesThatHold(delivery.database, 'Mueller')).toEqual([]);
    // Milestones that wait to be sealed, and batches of them until their retention ends, name parcels.
    expect(await tablesThatHold(delivery.database, 'MUELLER')).toEqual(['outbox']);
  });

  it('is listed by its ref alone, with the instant of its erasure', async () => {
    const [seen, ...others] = await listed(order);
    expect(others).toEqual([]);
    expect(seen).toMatchObject({ caseId: '', known: [], inconsistencies: [], hit: true });
    expect(seen?.erasedAt).toBeInstanceOf(Date);
    const { cases } = await call(console_, 'listErasedCases', { pageSize: 0, pageToken: '' });
    expect(cases.map(({ caseRef: ref }) => ref.toString('hex'))).toContain(refOf(order).toString('hex'));
  });

  it('does not come back with a fact or a milestone that arrives late', async () => {
    const { outcomes } = await delivery.send(
      delivered(order, parcels[0] ?? '', '10', 3),
      delivered('another', '', '04'),
    );
    expect(outcomes).toMatchObject([
      { result: FactResult.FACT_RESULT_REFUSED, reason: 'CASE_ERASED' },
      { result: FactResult.FACT_RESULT_RECORDED },
    ]);
    await delivery.take('ordering', milestones(order, ['1Z-MUELLER-C']));
    expect(await tablesThatHold(delivery.database, 'Maria')).toEqual([]);
    expect(await tablesThatHold(delivery.database, '1Z-MUELLER-C')).toEqual([]);
    expect(await verdictsOf(order)).toEqual(before);
  });

  it('is erased once: the same call again changes nothing', async () => {
    const stored = await delivery.database.query('select * from observation where case_ref = $1', [refOf(order)]);
    const { cases } = await erase({ caseRef: refOf(order) });
    expect(cases).toMatchObject([{ before: true, facts: 0n }]);
    expect(await delivery.database.query('select * from observation where case_ref = $1', [refOf(order)])).toEqual(
      stored,
    );
  });
});

describe('an order that is erased while something waits', () => {
  const order = 'still on its way';
  beforeAll(async () => {
    await delivery.take('ordering', milestones(order, [], '2018-05-20'));
  });

  it('is refused: an erasure must not spare a department a miss', async () => {
    const refused = await erase({ caseId: order }).catch(refusalOf);
    expect(refused).toMatchObject({ reason: 'CASE_WAITS' });
    expect(await tablesThatHold(delivery.database, refOf(order).toString('hex'))).not.toContain('erased_case');
  });

  it('is charged as a miss of the department when the operator says so', async () => {
    const waiting = await delivery.database.query('select metric, part from due where case_ref = $1', [refOf(order)]);
    await erase({ caseId: order, chargeWhatWaits: true });
    const charged = await delivery.database.query(
      `select metric, part from observation where case_ref = $1 and cause = 'ERASED' and class = 1 and hits = 0 and misses = 1`,
      [refOf(order)],
    );
    expect(charged.length).toBe(waiting.length);
    expect(waiting.length).toBeGreaterThan(0);
  });
});

describe('an order about which a fact arrives while it is erased', () => {
  it('loses the fact again, because the transaction that stored it sees the erasure under the lock of the case', async () => {
    const department = orderingBy();
    const { database } = ordering;
    const ref = refOf('race');
    const fact = {
      ...{
        factId: 'race/placed',
        ref,
        part: '',
        kind: 'placed',
        happenedAt: date('01').getTime(),
        withdraws: undefined,
      },
      ...{ origin: 'REPORTED' as const, body: Buffer.from('race: Maria') },
    };
    let storing: Promise<unknown> | undefined;
    await database.transaction(async (tx) => {
      await eraseCases(tx, department, [ref], { now: NOW, chargeWhatWaits: false, by: 'command' });
      // It finds no tombstone yet, and waits for the row of the case.
      storing = database.transaction((other) =>
        recordFacts(other, department, 'olist', [{ is: 'in order', fact }], NOW),
      );
      await untilOneWaits(database);
    });
    expect(await storing).toMatchObject({ outcomes: [{ result: 'REFUSED', reason: 'CASE_ERASED' }] });
    expect(await tablesThatHold(database, 'Maria')).toEqual([]);
  });
});

async function untilOneWaits(database: typeof ordering.database): Promise<void> {
  for (;;) {
    const waiting = await database.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
  }
}

describe('a contact that is erased', () => {
  it('takes its whole issue along, and none of its contacts comes back alone', async () => {
    const support = await startSupport();
    const contact = (id: string, issueId: string) => contactFact(id, '2018-03-05T10:00:00Z', { issueId });
    await support.send(contact('call-of-Maria', 'issue-of-Maria'), contact('mail-of-Maria', 'issue-of-Maria'));
    const asking = support.as(FactsServiceClient, 'console');
    const request = { caseId: 'mail-of-Maria', caseRef: Buffer.alloc(0), reason: 'request 2', chargeWhatWaits: true };
    await call(asking, 'eraseCase', request);
    expect(await tablesThatHold(support.database, 'Maria')).toEqual([]);
    const { outcomes } = await support.send(
      { ...contact('call-of-Maria', ''), factId: 'later-1' },
      { ...contact('mail-of-Maria', ''), factId: 'later-2' },
      { ...contact('chat-of-Maria', 'issue-of-Maria'), factId: 'later-3' },
    );
    expect(outcomes.map(({ reason }) => reason)).toEqual(['CASE_ERASED', 'CASE_ERASED', 'CASE_ERASED']);
    expect(await tablesThatHold(support.database, 'Maria')).toEqual([]);
    await support.stop();
  });
});

describe('facts that were kept long enough', () => {
  it('are erased by the sweep of a judged case, and stay while something waits or a fact is newer', async () => {
    await deliveredOrder('judged long ago', ['A']);
    await delivery.take('ordering', milestones('waits for ever', [], '2018-05-20'));
    await delivery.send(delivered('reported yesterday', '', '04'));
    const { database } = delivery;
    await database.execute(`update fact set recorded_at = '2017-01-01' where fact_id not like 'reported yesterday%'`);
    const department = { ...orderingBy(), source: 'delivery' as const };
    const turn = await database.transaction((tx) =>
      retainFacts(tx, { department, before: Date.parse('2018-01-01'), now: NOW }, undefined),
    );
    expect(turn).toMatchObject({ after: undefined });
    expect(turn.erased).toBeGreaterThanOrEqual(1);
    expect(await tablesThatHold(database, 'judged long ago')).toEqual([]);
    expect(await tablesThatHold(database, 'reported yesterday')).toContain('fact');
    const kept = await database.query('select from fact where case_ref = $1', [refOf('waits for ever')]);
    expect(kept.length).toBeGreaterThan(0);
    const { cases } = await call(console_, 'listErasedCases', { pageSize: 0, pageToken: '' });
    expect(cases.map((one) => one.caseRef.toString('hex'))).not.toContain(refOf('judged long ago').toString('hex'));
  });
});

describe('cx erase', () => {
  it('visits every department, and says which did it and which did not answer', async () => {
    await ordering.send([placed('order-of-Maria')]);
    await delivery.send(delivered('order-of-Maria', '', '04'));
    const away = ['warehouse', 'support', 'survey'].map((name) => `${name}=127.0.0.1:1`);
    const here = [`ordering=${await securedAt(ordering)}`, `delivery=${await securedAt(delivery)}`];
    const env = { ...place.env, CX_ADDRESSES: [...here, ...away].join(',') };
    const words = ['erase', 'case', 'ordering', 'order-of-Maria', '--reason', 'request 3', '--charge-what-waits'];
    const { code, stdout, stderr } = await runCx(words, env);
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('warehouse, support, survey') });
    expect(stdout).toMatch(/ordering +erased: 1 facts gone/);
    expect(stdout).toMatch(/delivery +erased: 1 facts gone/);
    expect(stdout).toMatch(/support +not erased: it does not answer/);
    for (const { database } of [ordering, delivery]) expect(await tablesThatHold(database, 'Maria')).toEqual([]);
  });

  it('again brings an erasure to a department that was restored from a backup of before', async () => {
    const restored = await startDelivery();
    await restored.send(delivered('order-of-Maria', '', '04'));
    const away = ['ordering', 'warehouse', 'support'].map((name) => `${name}=127.0.0.1:1`);
    const here = [`delivery=${await securedAt(delivery)}`, `survey=${await securedAt(restored)}`];
    const env = { ...place.env, CX_ADDRESSES: [...here, ...away].join(',') };
    await runCx(['erase', 'again', '--reason', 'delivery was restored'], env);
    expect(await tablesThatHold(restored.database, 'Maria')).toEqual([]);
    await restored.stop();
  });
});

describe('a feed from a topic', () => {
  it('keeps no dead letter of a record about an erased order: a copy would name the person again', async () => {
    const names = {
      map: 'shop',
      tables: { orders: { columns: { order: 'id', at: { column: 'at', type: 'instant' } } } },
    };
    const facts = [{ fact: 'ordering.canceled', fact_id: '{order}', order_id: '{order}', happened_at: '{at}' }];
    const read = readMap(stringify({ ...names, facts }));
    const [table] = read.kind === 'map' ? read.map.tables.values() : [];
    const letters: OutgoingRecord[] = [];
    const kafka = Object.assign(new MemoryKafka(), {
      append: async (_topic: string, _partition: number, records: readonly OutgoingRecord[]) =>
        void letters.push(...records),
    });
    vi.stubEnv('CX_DATA', place.env.CX_DATA);
    const feed = new KafkaFeed({
      ...{ table: table ?? expect.fail('the map has no table'), kafka, ids: 'map', deadLetters: 'dead' },
      ...{ watch: new FeedWatch(createMetrics(FEED, { withProcess: false }), () => {}), origin: 1 },
      addresses: { ...addressesFrom(1), ordering: await securedAt(ordering) },
      callers: { ordering: 'olist', warehouse: 'olist', delivery: 'olist', support: 'olist', survey: 'olist' },
    });
    const recordOf = (id: string, place: number) => ({
      ...{ topic: 'shop', partition: 0, offset: BigInt(place), key: undefined, writtenAt: 1_000, headers: {} },
      value: Buffer.from(JSON.stringify({ id, at: '2018-03-04T12:00:00Z' })),
    });
    await feed.take(['order-of-Maria', 'never placed'].map(recordOf), new AbortController().signal);
    feed.close();
    vi.unstubAllEnvs();
    expect(letters.map(({ headers }) => headers?.['cx-reason'])).toEqual(['ORDER_UNKNOWN']);
  });
});
