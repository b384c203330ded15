import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceName } from '#deploy/local/services.js';
import { exportedLines, sha256Of, untilCounted } from '#test/e2e/counts.js';
import { factsOfOrders, send } from '#test/e2e/real-orders.js';
import type { FactToSend } from '#test/real-orders/send-facts.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';

/** Some of the real orders, once undisturbed and once with kill -9 of every process while it works. */
describe('kill -9 of every process', () => {
  const installations: TestInstallation[] = [];
  let facts: readonly FactToSend[];
  let calm: TestInstallation;
  let rough: TestInstallation;

  beforeAll(async () => {
    facts = await factsOfOrders(1_500);
  });
  afterAll(async () => {
    for (const installation of installations) await installation.end();
  });

  const started = async (kafka: string) => {
    const installation = await startInstallation(kafka);
    installations.push(installation);
    return installation;
  };

  it('leaves the same counts as no kill, with Kafka and with direct transport', async () => {
    [calm, rough] = [await started(''), await started(brokers())];
    await send(calm, facts);
    const isOver = { value: false };
    const killing = killInTurns(rough, isOver);
    await sendUntilTaken(rough, facts);
    isOver.value = true;
    await killing;
    await untilCounted(calm.addresses);
    await untilCounted(rough.addresses);
    expect(sha256Of(await exportedLines(rough.addresses))).toBe(sha256Of(await exportedLines(calm.addresses)));
  });

  it('of scoring, while everything is imported again by two importers at once, changes nothing', async () => {
    const imports = [send(rough, facts), send(rough, facts)];
    await pause(500);
    rough.children.get('scoring')?.kill();
    await rough.restart('scoring');
    const results = await Promise.all(imports);
    expect(results.map(({ progress }) => [progress.accepted, progress.refused])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    await untilCounted(rough.addresses);
    expect(sha256Of(await exportedLines(rough.addresses))).toBe(sha256Of(await exportedLines(calm.addresses)));
  });
});

const RESTARTED_WITHIN_MS = 90_000;

/** An importer whose department died starts again from the beginning: facts have ids. */
async function sendUntilTaken(installation: TestInstallation, facts: readonly FactToSend[]): Promise<void> {
  for (const until = Date.now() + RESTARTED_WITHIN_MS; ; await pause(500)) {
    try {
      await send(installation, facts);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}

async function killInTurns(installation: TestInstallation, isOver: { readonly value: boolean }): Promise<void> {
  const turns: readonly ServiceName[] = ['scoring', 'ordering', 'delivery', 'warehouse', 'survey', 'scoring'];
  for (const name of turns) {
    if (isOver.value) return;
    await pause(1_200);
    installation.children.get(name)?.kill();
    await installation.children.get(name)?.ended;
    await installation.restart(name);
  }
}
