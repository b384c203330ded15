import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishWhole } from '#cli/company/publish-by-two.js';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { freePort } from '#deploy/local/ports.js';
import type { ServiceName } from '#deploy/local/services.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call } from '#libs/grpc/client.js';
import { client } from '#test/stack/client.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { twoPeople } from '#test/stack/two-people.js';

const home = mkdtempSync(join(tmpdir(), 'cx-travel-'));
const ends: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const end of ends.reverse()) await end();
  rmSync(home, { recursive: true, force: true });
});

/** Publishes the documents of the real orders with another title, as any company would. */
async function publish(installation: TestInstallation, title: string): Promise<void> {
  const folder = join(home, title);
  cpSync('data/olist/company', folder, { recursive: true });
  const file = join(folder, 'departments.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('title: Delivery', `title: ${title}`));
  const people = twoPeople(installation.addresses.scoring);
  const options = { reason: 'a test', allowAfterFirstDay: true };
  await publishWhole(people, folder, options).finally(() => people.close());
}

/** Position and hash of the documents that a process has; undefined while it does not answer. */
async function headOf(installation: TestInstallation, name: ServiceName): Promise<string | undefined> {
  const address = installation.addresses[name];
  const [scoring, facts] = [
    client(CountsServiceClient, address, 'console'),
    client(FactsServiceClient, address, 'console'),
  ];
  try {
    const status =
      name === 'scoring'
        ? await call(scoring, 'getPipelineStatus', {}, { deadlineMs: 5_000 })
        : await call(facts, 'getIntakeStatus', {}, { deadlineMs: 5_000 });
    return `${status.documents?.position} ${status.documents?.sha256.toString('hex')}`;
  } catch {
    return undefined;
  } finally {
    scoring.close();
    facts.close();
  }
}

async function untilEverywhere(installation: TestInstallation, position: number): Promise<void> {
  const heads = async () => {
    const all = await Promise.all([...BUILT_IN_SOURCES, 'scoring' as const].map((name) => headOf(installation, name)));
    return new Set(all);
  };
  await expect.poll(async () => [...(await heads())], { timeout: 60_000, interval: 300 }).toHaveLength(1);
  expect([...(await heads())][0]).toMatch(new RegExp(`^${position} [0-9a-f]{64}$`));
}

const kill = async (installation: TestInstallation, name: ServiceName) => {
  installation.children.get(name)?.kill();
  await installation.children.get(name)?.ended;
};

describe.each(brokers() === '' ? ['direct transport'] : ['direct transport', 'Kafka'])('over %s', (transport) => {
  let installation: TestInstallation;
  let kafka: LocalKafka | undefined;
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-travel-kafka-'));

  beforeAll(async () => {
    const port = await freePort();
    if (transport === 'Kafka') kafka = await startKafka({ dataDir, port });
    installation = await startInstallation(transport === 'Kafka' ? `127.0.0.1:${port}` : '');
    ends.push(async () => {
      await installation.end();
      await kafka?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
  });

  it('published documents come to every department', () => untilEverywhere(installation, 5));

  it('a document travels on when scoring is killed while it travels, and to a department that was killed', async () => {
    await kill(installation, 'support');
    await publish(installation, 'Carriers');
    await Promise.all([kill(installation, 'scoring'), kill(installation, 'delivery')]);
    await Promise.all((['scoring', 'delivery', 'support'] as const).map((name) => installation.restart(name)));
    await untilEverywhere(installation, 6);
  });

  it('a department that starts without scoring keeps its documents and is ready', async () => {
    const before = await headOf(installation, 'warehouse');
    await kill(installation, 'scoring');
    await kill(installation, 'warehouse');
    await installation.restart('warehouse');
    expect(await headOf(installation, 'warehouse')).toBe(before);
    await installation.restart('scoring');
  });

  it.skipIf(transport === 'direct transport')('documents arrive although Kafka has lost everything', async () => {
    await kill(installation, 'support');
    await publish(installation, 'Parcels');
    const port = kafka?.port ?? 0;
    await kafka?.stop();
    rmSync(dataDir, { recursive: true, force: true });
    kafka = await startKafka({ dataDir, port });
    await installation.restart('support');
    await untilEverywhere(installation, 7);
    await publish(installation, 'Deliveries');
    await untilEverywhere(installation, 8);
  });
});
