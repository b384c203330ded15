import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { freePort } from '#deploy/local/ports.js';
import { BatchServiceClient } from '#libs/contracts/cx/batches/v1/batches.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { exportedLines, sha256Of, untilCounted } from '#test/e2e/counts.js';
import { factsOfOrders, send } from '#test/e2e/real-orders.js';
import type { FactToSend } from '#test/real-orders/send-facts.js';
import { client } from '#test/stack/client.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { readJson, readPage } from '#test/stack/read-page.js';

/** A separate Kafka that starts late, stops in the middle and comes back, while orders arrive. */
describe.skipIf(brokers() === '')('while Kafka is away', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-away-'));
  const installations: TestInstallation[] = [];
  let port: number;
  let kafka: LocalKafka | undefined;
  let facts: readonly FactToSend[];
  let rough: TestInstallation;
  let calm: string;

  beforeAll(async () => {
    facts = await factsOfOrders(900);
    const direct = await startInstallation('');
    installations.push(direct);
    await send(direct, facts);
    await untilCounted(direct.addresses);
    calm = sha256Of(await exportedLines(direct.addresses));
    await direct.stop();

    port = await freePort();
    rough = await startInstallation(`127.0.0.1:${port}`);
    installations.push(rough);
  });
  afterAll(async () => {
    for (const installation of installations) await installation.end();
    await kafka?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const statusOf = async (name: keyof TestInstallation['ports']) =>
    readJson(rough.logDir, `https://127.0.0.1:${rough.ports[name].http}/statusz`);
  const isReady = async (name: keyof TestInstallation['ports']) =>
    (await readPage(rough.logDir, `https://127.0.0.1:${rough.ports[name].http}/readyz`)).status;

  it('from the start: departments are ready and take facts, and report that Kafka does not answer', async () => {
    for (const source of BUILT_IN_SOURCES) expect([source, await isReady(source)]).toEqual([source, 200]);
    const first = facts.slice(0, facts.length / 3);
    const { progress } = await send(rough, first, { completeThrough: first.at(-1)?.at ?? 0 });
    expect(progress.accepted).toBe(first.length);
    expect(await statusOf('ordering')).toMatchObject({ transport: 'kafka', kafkaAnswers: false });
    expect(await statusOf('scoring')).toMatchObject({ transport: 'kafka', connected: false });
  });

  it('and comes, stops and comes back: nothing is lost or counted twice', async () => {
    const sending = sendAll(rough, facts);
    kafka = await startKafka({ dataDir, port });
    await pause(3_000);
    await kafka.stop();
    await pause(2_000);
    kafka = await startKafka({ dataDir, port });
    await pause(3_000);
    await kafka.kill();
    await sending;
    kafka = await startKafka({ dataDir, port });
    await untilCounted(rough.addresses);
    expect(sha256Of(await exportedLines(rough.addresses))).toBe(calm);
  });

  it('gets the batches that were sealed meanwhile, and departments report that it answers', async () => {
    for (const source of BUILT_IN_SOURCES)
      await expect.poll(() => unpublished(rough, source), { timeout: 60_000 }).toEqual([]);
    await expect.poll(() => statusOf('scoring'), { timeout: 30_000 }).toMatchObject({ connected: true });
    expect(await statusOf('ordering')).toMatchObject({ kafkaAnswers: true });
  });
});

async function sendAll(installation: TestInstallation, facts: readonly FactToSend[]): Promise<void> {
  const { progress, refused } = await send(installation, facts);
  expect([progress.accepted + progress.known, refused]).toEqual([facts.length, []]);
}

async function unpublished(
  { addresses }: TestInstallation,
  source: (typeof BUILT_IN_SOURCES)[number],
): Promise<string[]> {
  const batches = client(BatchServiceClient, addresses[source], 'console');
  const { shards } = await call(batches, 'listShards', {});
  batches.close();
  return shards
    .filter(({ newestNumber, publishedNumber }) => publishedNumber < newestNumber)
    .map(({ shard, newestNumber, publishedNumber }) => `${source}/${shard}: ${publishedNumber} of ${newestNumber}`);
}
