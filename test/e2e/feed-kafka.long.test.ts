import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type IHeaders, Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#deploy/local/ports.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { BuiltInSource } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { purePathOf } from '#test/golden/pure-path.js';
import { FEEDS } from '#test/real-orders/feeds.js';
import { client } from '#test/stack/client.js';
import { cxEnv } from '#test/stack/connection-to.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { runCx } from '#test/stack/run-cx.js';
import { until } from '#test/stack/until.js';
import { exportedLines, linesOf, sha256Of, untilCounted } from './counts.js';
import { factsOfOrders, THROUGH } from './real-orders.js';

const MAP = 'data/olist/import/olist-joined.yaml';
const DEPARTMENTS = ['ordering', 'warehouse', 'delivery', 'survey'] as const satisfies readonly BuiltInSource[];
const ORDERS = 2_000;
const PARTITIONS = 4;

const [HEAD = '', ...LINES] = gunzipSync(readFileSync('data/olist/olist_joined.csv.gz'))
  .toString()
  .split('\n', ORDERS + 1);
const NAMES = HEAD.split(',');
/** An order that has come, for each of the facts that an order can make. */
const DELIVERED = LINES.find((line) => line.includes(',delivered,')) ?? '';
/** A row of the file as the object that a shop would write into its topic. */
const objectOf = (line: string) => Object.fromEntries(line.split(',').map((cell, place) => [NAMES[place], cell]));

interface Message {
  readonly key: string;
  readonly value: string | null;
  readonly partition: number;
  readonly headers?: Record<string, string>;
}
const messageOf = (line: string, place: number): Message => {
  const value = objectOf(line);
  return { key: value['order_id'] ?? '', value: JSON.stringify(value), partition: place % PARTITIONS };
};

describe.skipIf(brokers() === '')('cx feed kafka', () => {
  const home = mkdtempSync(join(tmpdir(), 'cx-feed-'));
  const running = new Set<ChildProcess>();
  const kafka = new Kafka({ brokers: brokers().split(','), clientId: 'shop', logLevel: logLevel.NOTHING });
  // Idempotent: a broker that is slow to answer gets the records again, and they must be in the topic once.
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    ...{ idempotent: true, maxInFlightRequests: 1 },
  });
  const admin = kafka.admin();
  let fed: TestInstallation;

  beforeAll(async () => {
    await Promise.all([producer.connect(), admin.connect()]);
    await runCx(['--help']); // builds the bundle
    fed = await startInstallation('');
  });
  afterAll(async () => {
    for (const one of running) one.kill('SIGKILL');
    await fed?.end();
    await Promise.all([producer.disconnect(), admin.disconnect()]);
    rmSync(home, { recursive: true, force: true });
  });

  const envOf = ({ addresses }: TestInstallation) => ({
    ...cxEnv(addresses),
    KAFKA_BROKERS: brokers(),
  });
  const topicOf = async (messages: readonly Message[], numPartitions = PARTITIONS) => {
    const topic = `shop.orders.${randomUUID()}`;
    await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true });
    await write(topic, messages);
    return topic;
  };
  const write = async (topic: string, messages: readonly Message[]) => {
    for (let from = 0; from < messages.length; from += 500)
      await producer.send({ topic, messages: messages.slice(from, from + 500) });
  };
  const words = (topic: string, ...more: string[]) => [
    ...['feed', 'kafka', '--topic', topic, '--map', MAP, '--group', 'cx', '--origin', 'imported', ...more],
  ];
  const start = (topic: string, ...more: string[]) => {
    const child = spawn(process.execPath, ['cli/cx.mjs', ...words(topic, ...more)], {
      env: { ...process.env, ...envOf(fed) },
      stdio: 'pipe',
    });
    running.add(child);
    let says = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece) => {
        says += piece;
      });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    return { child, ended, says: () => says };
  };
  const toEnd = (topic: string, ...more: string[]) => runCx(words(topic, '--until-end', ...more), envOf(fed));
  /** Records that the group has committed. */
  const takenOf = async (topic: string) => {
    const offsets = () => admin.fetchOffsets({ groupId: 'cx', topics: [topic] });
    // A broker that has just started loads its groups for a while, and kafkajs does not ask again.
    await expect.poll(() => offsets().catch(() => undefined), { timeout: 30_000 }).toBeDefined();
    const [{ partitions } = { partitions: [] }] = await offsets();
    return partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
  };
  const factsIn = async (source: BuiltInSource) => {
    const facts = client(FactsServiceClient, fed.addresses[source], 'console');
    const status = await call(facts, 'getIntakeStatus', {});
    facts.close();
    return Number(status.facts);
  };
  /** Declares every feed complete, and waits for the counts. */
  const countsOf = async ({ addresses }: TestInstallation) => {
    for (const source of DEPARTMENTS) {
      const facts = client(FactsServiceClient, addresses[source], FEEDS[source]);
      await call(facts, 'declareComplete', { completeThrough: new Date(THROUGH) });
      facts.close();
    }
    await untilCounted(addresses, 120_000, DEPARTMENTS);
    return sha256Of(await exportedLines(addresses));
  };
  /** The dead letters of a topic, each once, in the order in which they arrived. */
  const deadLettersOf = async (topic: string) => {
    const letters = new Map<string, { readonly value: string | undefined; readonly headers: Record<string, string> }>();
    const consumer = kafka.consumer({ groupId: randomUUID() });
    await consumer.connect();
    await consumer.subscribe({ topics: [`${topic}.cx.dead`], fromBeginning: true });
    const [{ high } = { high: '0' }] = await admin.fetchTopicOffsets(`${topic}.cx.dead`);
    let read = 0;
    const isRead = new Promise<void>((resolve) => {
      if (high === '0') resolve();
      void consumer.run({
        eachMessage: async ({ message }) => {
          const headers = textsOf(message.headers ?? {});
          const place = `${headers['cx-partition']}/${headers['cx-offset']}`;
          letters.set(place, { value: message.value?.toString(), headers });
          read += 1;
          if (read === Number(high)) resolve();
        },
      });
    });
    await isRead;
    await consumer.disconnect();
    return [...letters.values()];
  };

  it('survives kill -9 at any point: no fact is lost or doubled, and the counts are what the rules make of the facts', async () => {
    const messages = LINES.map(messageOf);
    const topic = await topicOf([]);
    // Each feed finds records that no feed before it can have taken, however long it lived.
    const writeNext = () => write(topic, messages.splice(0, ORDERS / 5));
    for (const killed of ['after a commit', 'before a commit', 'after a commit', 'before a commit'] as const) {
      await writeNext();
      const [taken, facts] = [await takenOf(topic), await factsIn('ordering')];
      const feed = start(topic);
      await until(async () => {
        if (killed === 'after a commit') return (await takenOf(topic)) > taken;
        return (await factsIn('ordering')) > facts;
      }, 60);
      feed.child.kill('SIGKILL');
      expect(await feed.ended).toBeNull();
    }
    await writeNext();
    expect(await takenOf(topic)).toBeLessThan(ORDERS);
    const { code, stdout } = await toEnd(topic);
    expect([code, stdout]).toEqual([0, expect.stringContaining('0 dead letters')]);
    expect(await takenOf(topic)).toBe(ORDERS);
    expect(await deadLettersOf(topic)).toEqual([]);
    const { evaluations } = purePathOf(await factsOfOrders(ORDERS)); // as cx import csv makes them by the same map
    expect(await countsOf(fed)).toBe(sha256Of(linesOf(evaluations)));
    const facts = await factsIn('ordering');
    const again = await runCx(words(topic, '--until-end').with(7, 'another'), envOf(fed));
    expect(again.stdout).toMatch(/2,000 records: 0 dead letters\n[\d,]+ facts: 0 new, [\d,]+ already known, 0 refused/);
    expect(await factsIn('ordering')).toBe(facts);
  });

  it('sends what is no JSON, what the map refuses and what a department refuses to the dead letters, and keeps its neighbours', async () => {
    const change = (line: string, more: Record<string, string>) => ({ ...objectOf(line), ...more });
    const named = (order: string, more: Record<string, string> = {}) =>
      JSON.stringify(change(DELIVERED, { order_id: order, ...more }));
    const values = [
      named('good-1'),
      '{"order_id": ',
      null,
      '[]',
      named('bad-day', { order_estimated_delivery_date: 'soon' }),
      named('too-early', { order_estimated_delivery_date: '2001-01-01' }),
      named('good-2'),
    ];
    const messages = values.map((value) => ({ key: 'k', value, partition: 0, headers: { trace: 'abc' } }));
    const topic = await topicOf(messages);
    const before = await factsIn('delivery');
    const { code, stdout } = await toEnd(topic);
    expect([code, stdout]).toEqual([3, expect.stringContaining(`7 records: 5 dead letters in ${topic}.cx.dead`)]);
    const letters = await deadLettersOf(topic);
    expect(letters.map(({ headers }) => [headers['cx-offset'], headers['cx-reason'], headers['cx-field']])).toEqual([
      ['1', 'NOT_JSON', ''],
      ['2', 'NOT_JSON', ''],
      ['3', 'NOT_JSON', ''],
      ['4', 'MAP_REFUSED', 'order_estimated_delivery_date'],
      ['5', 'PROMISE_BEFORE_ORDER', 'placed.promised_day'],
    ]);
    expect(letters[3]?.headers).toMatchObject({
      'cx-message': expect.stringContaining('"soon" is not a day'),
      'cx-topic': topic,
      'cx-partition': '0',
      trace: 'abc',
    });
    expect(letters.map(({ value }) => value)).toEqual(['{"order_id": ', undefined, '[]', values[4], values[5]]);
    expect((await factsIn('delivery')) - before).toBe(3); // too-early was delivered, too

    const mended = letters.slice(3).map(({ value = '' }) => value.replace(/soon|2001-01-01/, '2017-12-24'));
    await write(
      topic,
      mended.map((value) => ({ key: 'k', value, partition: 1 })),
    );
    expect((await toEnd(topic)).code).toBe(0);
    expect((await factsIn('delivery')) - before).toBe(4);
  });

  it('waits while a department is away, shows that it waits, and sends nothing to the dead letters', async () => {
    const topic = await topicOf([]);
    const port = await freePort();
    const feed = start(topic, '--metrics-port', String(port));
    const readiness = async () => {
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      return [ready?.status, await ready?.text()];
    };
    await expect.poll(readiness, { timeout: 60_000 }).toEqual([200, expect.anything()]);
    fed.children.get('warehouse')?.kill();
    await fed.children.get('warehouse')?.ended;
    await write(
      topic,
      LINES.slice(0, 300).map((line, place) => messageOf(`x${line}`, place)),
    );
    try {
      await until(() => feed.says().includes('warehouse does not take records now'), 60);
      expect(await readiness()).toEqual([503, expect.stringContaining('warehouse')]);
      expect(await takenOf(topic)).toBe(0);
    } finally {
      await fed.restart('warehouse'); // the tests after this one need it, too
    }
    await until(async () => (await takenOf(topic)) === 300, 60);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toContain('cx_feed_records_total 300');
    expect(metrics).toMatch(/cx_feed_retries_total\{from="warehouse"\} [1-9]/);
    expect(metrics).toMatch(/cx_feed_behind_records\{partition="0"\} 0/);
    feed.child.kill('SIGINT');
    expect(await feed.ended).toBe(0);
    expect(feed.says()).toMatch(/300 records: 0 dead letters/);
    expect(await deadLettersOf(topic)).toEqual([]);
  });

  it('takes ids from the key or the offset when that is said, and knows them again', async () => {
    const topic = await topicOf([{ ...messageOf(DELIVERED, 0), key: 'event-1' }]);
    const map = join(home, 'no-ids.yaml');
    writeFileSync(map, readFileSync(MAP, 'utf8').replaceAll(/^ {4}fact_id: .*\n/gm, ''));
    const fedBy = (ids: string, group: string) =>
      runCx(words(topic, '--until-end', '--ids', ids).with(5, map).with(7, group), envOf(fed));
    for (const ids of ['key', 'offset']) {
      expect((await fedBy(ids, ids)).stdout).toMatch(/1 records: 0 dead letters\n(\d+) facts: \1 new/);
      expect((await fedBy(ids, `${ids}-2`)).stdout).toMatch(/(\d+) facts: 0 new, \1 already known/);
    }
    const refused = await fedBy('map', 'map');
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('the field fact_id is missing')]);
  });

  it('under a name that a department does not know, or of a topic that is missing, ends with one sentence', async () => {
    const topic = await topicOf([messageOf(LINES[1] ?? '', 0)]);
    const unknown = await toEnd(topic, '--caller', 'webshop');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('CALLER_NOT_ALLOWED')]);
    expect(await takenOf(topic)).toBe(0);
    const missing = await toEnd('no.such.topic');
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('TOPIC_MISSING')]);
  });
});

function textsOf(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
