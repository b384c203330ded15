import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { freePort } from '#deploy/local/ports.js';
import { topicOf } from '#libs/batches/format/topics.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { untilCounted } from '#test/e2e/counts.js';
import { factsOfOrders, send } from '#test/e2e/real-orders.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { appendUnreadable, storedCompressions } from '#test/stack/kafka-log.js';
import { readJson } from '#test/stack/read-page.js';
import { runCx } from '#test/stack/run-cx.js';
import { until } from '#test/stack/until.js';

const observations = BUILT_IN_SOURCES.map((source) => topicOf({ source, carries: 'observations' }));
const milestones = BUILT_IN_SOURCES.map((source) => topicOf({ source, carries: 'milestones' }));

/** Six processes on a Kafka whose platform team has set a compression on every topic. */
describe.skipIf(brokers() === '')('on topics that the broker compresses', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-compression-'));
  let kafka: LocalKafka;
  let installation: TestInstallation;
  const [topic = ''] = observations;
  let afterUnreadable: bigint;

  beforeAll(async () => {
    kafka = await startKafka({ dataDir, port: await freePort() });
    const topics = [
      ...observations.map((name) => compressed(name, 'lz4')),
      ...milestones.map((name) => compressed(name, 'zstd')),
    ];
    await withAdmin((admin) => admin.createTopics({ topics, waitForLeaders: true }));
    installation = await startInstallation(kafka.brokers);
    await until(async () => (await scoring())['connected'] === true, 60);
  });
  afterAll(async () => {
    await installation?.end();
    await kafka?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const withAdmin = async <T>(work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = new Kafka({ brokers: [kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    return work(admin).finally(() => admin.disconnect());
  };
  const scoring = async () =>
    readJson(installation.logDir, `https://127.0.0.1:${installation.ports.scoring.http}/statusz`);
  const doctor = () => {
    const addresses = Object.entries(installation.addresses).map(([name, address]) => `${name}=${address}`);
    return runCx(['doctor'], { CX_ADDRESSES: addresses.join(','), CX_DATA: installation.logDir });
  };
  const ends = (topics: readonly string[]) =>
    withAdmin((admin) =>
      Promise.all(topics.map(async (name) => [name, Number((await admin.fetchTopicOffsets(name))[0]?.high)] as const)),
    );
  /** Topics that scoring has not read to their end. */
  const unread = async () => {
    const positions = await positionsOf(installation.databaseUrls.scoring);
    return (await ends(observations)).filter(([name, end]) => positions.get(name) !== end);
  };

  it('everything is counted, and scoring has read every batch from Kafka', async () => {
    await send(installation, await factsOfOrders(250));
    await untilCounted(installation.addresses);
    await expect.poll(unread, { timeout: 30_000 }).toEqual([]);
    for (const name of observations) expect([name, ...storedCompressions(dataDir, name)]).toEqual([name, 'lz4']);
    const used = (await ends(milestones)).filter(([, end]) => end > 0);
    expect(used).not.toEqual([]);
    for (const [name] of used) expect([name, ...storedCompressions(dataDir, name)]).toEqual([name, 'zstd']);
  });

  it('cx doctor finds nothing wrong and names no fault', async () => {
    // A new broker loads its consumer groups for a while, and doctor names that as a fault until every process has joined its group.
    const found = async () => {
      const { code, stdout } = await doctor();
      return code === 0 ? stdout : `${code} ${stdout}`;
    };
    await expect.poll(found, { timeout: 60_000, interval: 1_000 }).toContain('=> nothing is lost, late or quarantined');
    const stdout = await found();
    expect(stdout).toContain('ok  transport: Kafka\n');
    expect(stdout).not.toMatch(/^\d|Kafka answers, but|Kafka does not answer/);
  });

  it('a record batch that cannot be read: cx doctor says why, and ends with 3', async () => {
    await kafka.stop();
    afterUnreadable = appendUnreadable(dataDir, topic);
    kafka = await startKafka({ dataDir, port: kafka.port });
    await until(async () => JSON.stringify((await scoring())['transportFaults']).includes('BATCH_CORRUPT'), 60);
    const { code, stdout } = await doctor();
    expect(stdout).toMatch(
      /NO {2}Kafka answers, but not as it must \(BATCH_CORRUPT\)\..*kafka-delete-records.*scoring: /,
    );
    expect(stdout).not.toContain('nothing is lost');
    expect(code).toBe(3);
  });

  it('cx doctor ends with 0 again after the operator did what it says, and scoring reads new batches from Kafka', async () => {
    const partitions = [{ partition: 0, offset: String(afterUnreadable) }];
    await withAdmin(async (admin) => {
      await admin.fetchTopicOffsets(topic); // kafkajs deletes nothing in a topic that it has not looked up
      await admin.deleteTopicRecords({ topic, partitions });
    });
    await expect.poll(async () => (await doctor()).code, { timeout: 60_000, interval: 1_000 }).toBe(0);
    await send(installation, await factsOfOrders(350));
    await untilCounted(installation.addresses);
    await expect.poll(unread, { timeout: 30_000 }).toEqual([]);
  });
});

function compressed(topic: string, compression: string) {
  return { topic, numPartitions: 1, configEntries: [{ name: 'compression.type', value: compression }] };
}

/** The offset at which scoring continues each topic of observations; it is stored with what came from Kafka and is empty for what did not. */
async function positionsOf(databaseUrl: string): Promise<ReadonlyMap<string, number>> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ source: (typeof BUILT_IN_SOURCES)[number]; next: string | null }>(
      'select source, kafka_next_offset as next from shard natural join shard_progress',
    );
    return new Map(rows.map(({ source, next }) => [topicOf({ source, carries: 'observations' }), Number(next)]));
  } finally {
    await database.end();
  }
}
