import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CountsServiceClient } from '#libs/contracts/cx/scoring/v1/counts.js';
import { call } from '#libs/grpc/client.js';
import { untilTaken } from '#test/chaos/load.js';
import { exportedLines } from '#test/e2e/counts.js';
import { factsOfOrders, THROUGH } from '#test/e2e/real-orders.js';
import { findTool } from '#test/foreign/tools.js';
import { realFacts, type TimedFact } from '#test/real-orders/facts.js';
import { client } from '#test/stack/client.js';
import { brokers, startInstallation, type TestInstallation, type Twin } from '#test/stack/installation.js';
import { addressesIn, operate, untilCountedAs } from './scripts.js';

const psql = await findTool('postgresql-client');
if ('reason' in psql) console.warn(`\nTAKING OVER IS NOT TESTED: ${psql.reason}\n`);
/**
 * Until something is counted again, in ms: it takes less than a second on an idle machine, and an operator would be told within a minute.
 * The machine may be busy with other things, so ten times as long as it took to count the first facts is not too long.
 */
const inTime = (usualMs: number) => Math.min(50_000, 10_000 + 10 * usualMs);

/** Two processes of scoring and two of delivery, each pair on one database, with Kafka, while facts arrive. */
describe.skipIf(brokers() === '' || 'reason' in psql)('a second replica', () => {
  let installation: TestInstallation;
  let scoring: Twin;
  let delivery: Twin;
  let addresses: string;

  beforeAll(async () => {
    installation = await startInstallation(brokers());
    [scoring, delivery] = await Promise.all([installation.startTwin('scoring'), installation.startTwin('delivery')]);
    addresses = addressesIn(installation.ownerUrls);
  });
  afterAll(async () => {
    await installation.end();
    rmSync(addresses, { recursive: true, force: true });
  });

  it('of scoring takes over when the first is killed, answers every call meanwhile, and counts everything once', async () => {
    const calls = callsTo(scoring.address);
    const first = `${installation.children.get('scoring')?.pid}`;
    const { outcome, usualMs } = await whileCounting([0, 700], () => takeOver(first));
    const { code, stdout, stderr } = outcome;
    expect([code, stderr]).toEqual([0, '']);
    expect(await calls.end()).toEqual([]);
    expect(tookMs(stdout)).toBeLessThan(inTime(usualMs));
    console.log(`the second replica of scoring ${stdout.trim()}`);
    await untilCountedAs(viaTwin(), await factsOfOrders(700));
  });

  it('and the first one, started again, takes over from the second; both answer the same', async () => {
    await installation.restart('scoring');
    expect(await exportedLines(installation.addresses)).toEqual(await exportedLines(viaTwin()));
    const { outcome, usualMs } = await whileCounting([700, 1_100], () => takeOver(`${scoring.pid}`));
    expect(tookMs(outcome.stdout)).toBeLessThan(inTime(usualMs));
    await untilCountedAs(installation.addresses, await factsOfOrders(1_100));
  });

  it('of a department takes facts and seals when the first is killed, and nothing is judged or sealed twice', async () => {
    const { outcome: sealed, usualMs } = await whileCounting([1_100, 1_400], () => {
      installation.children.get('delivery')?.kill();
      return untilMoved(installation.ownerUrls.delivery, 'select sum(next_number) from own_shard');
    });
    console.log(`the second replica of delivery sealed again after ${sealed} ms`);
    expect(sealed).toBeLessThan(inTime(usualMs));
    await untilCountedAs(installation.addresses, await factsOfOrders(1_400));
  });

  /** Sends the facts of these orders. Kills when the first half begins to be counted; the second half remains to be counted afterwards. */
  async function whileCounting<T>([from, to]: readonly [number, number], kill: () => Promise<T>) {
    const middle = (from + to) / 2;
    const before = sendAll(await realFacts((_, place) => from <= place && place < middle));
    const usualMs = await untilMoved(
      installation.ownerUrls.scoring,
      'select coalesce(sum(hits + misses), 0) from cell_count',
    );
    const after = await realFacts((_, place) => middle <= place && place < to);
    const [outcome] = await Promise.all([kill(), sendAll(after)]);
    await before;
    return { outcome, usualMs };
  }

  const takeOver = (pid: string) => operate('take-over.sh', [addresses, 'kill', '-9', pid]);
  const viaTwin = () => ({ ...installation.addresses, scoring: scoring.address, delivery: delivery.address });
  const sendAll = (facts: readonly TimedFact[]) => untilTaken([installation.addresses, viaTwin()], facts, THROUGH);
});

function tookMs(printed: string): number {
  return Number(/counted again after (\d+) ms/.exec(printed)?.[1] ?? Number.NaN);
}

/** Milliseconds until a number of a database changes. */
async function untilMoved(url: string, query: string): Promise<number> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  const read = async () => Object.values((await database.query<Record<string, string>>(query)).rows[0] ?? {})[0];
  try {
    const [began, before] = [Date.now(), await read()];
    while ((await read()) === before) {
      if (Date.now() - began > 60_000) throw new Error(`for a minute nothing changed: ${query}`);
      await pause(20);
    }
    return Date.now() - began;
  } finally {
    await database.end();
  }
}

/** Calls a process of scoring again and again. `end` returns what failed. */
function callsTo(address: string): { end(): Promise<readonly string[]> } {
  const counts = client(CountsServiceClient, address, 'console');
  const failures: string[] = [];
  let isOver = false;
  const calling = (async () => {
    for (; !isOver; await pause(50)) {
      await call(counts, 'getPipelineStatus', {}, { deadlineMs: 5_000 }).catch((error: unknown) =>
        failures.push(`${error}`),
      );
    }
  })();
  const end = async () => {
    isOver = true;
    await calling;
    counts.close();
    return failures;
  };
  return { end };
}
