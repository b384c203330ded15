import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVICES, type ServiceName } from '#deploy/local/services.js';
import { untilTaken } from '#test/chaos/load.js';
import { factsOfOrders, THROUGH } from '#test/e2e/real-orders.js';
import { findTool } from '#test/foreign/tools.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { addressesIn, operate, untilCountedAs } from './scripts.js';

const DEPARTMENTS = SERVICES.filter((name) => name !== 'scoring');
const psql = await findTool('postgresql-client');
if ('reason' in psql) console.warn(`\nADDING SHARDS IS NOT TESTED: ${psql.reason}\n`);

/** Processes are restarted with three shards one after the other, while facts arrive; Kafka gets the partitions from them. */
describe.skipIf(brokers() === '' || 'reason' in psql)('adding shards', () => {
  let installation: TestInstallation;
  let addresses: string;

  beforeAll(async () => {
    installation = await startInstallation(brokers());
    addresses = addressesIn(installation.ownerUrls);
  });
  afterAll(async () => {
    await installation.end();
    rmSync(addresses, { recursive: true, force: true });
  });

  it('while facts arrive loses nothing, and no reader decides without a shard that it does not read yet', async () => {
    const facts = await factsOfOrders(1_200);
    const sending = untilTaken([installation.addresses], facts, THROUGH);
    await pause(1_500);
    installation.change({ CX_SHARDS: '3' });
    // The sources first, which is the worst order: nothing reads all of their new shards until scoring is restarted.
    const restarting = (async () => {
      await restartInTurn(installation, ['warehouse', 'ordering', 'survey', 'support', 'delivery']);
      const tooEarly = 'select count(*)::integer as cases from case_file where shard > 1';
      for (const name of DEPARTMENTS) expect([name, ...(await rowsOf(name, tooEarly))]).toEqual([name, { cases: 0 }]);
      await restartInTurn(installation, ['scoring']);
    })();
    restarting.catch(() => undefined); // it is awaited when the script has ended
    const words = [addresses, '3', 'true'];
    const { code, stdout, stderr } = await operate('add-shards.sh', words, { CX_WAIT_SECONDS: '120' });
    expect([code, stderr]).toEqual([0, '']);
    await restarting;
    console.log(stdout.trim().split('\n').at(-1));
    await sending;
    await untilCountedAs(installation.addresses, facts);
  });

  it('spreads the cases that come later over all of them', async () => {
    const facts = await factsOfOrders(1_600);
    await untilTaken([installation.addresses], facts, THROUGH);
    await untilCountedAs(installation.addresses, facts);
    for (const name of ['ordering', 'warehouse', 'delivery'] as const) {
      const cases = await rowsOf(
        name,
        'select shard, count(*)::integer as cases from case_file group by shard order by shard',
      );
      expect(
        cases.map(({ shard }) => shard),
        name,
      ).toEqual([1, 2, 3]);
      expect(Math.min(...cases.map(({ cases: some }) => some ?? 0)), name).toBeGreaterThan(50);
    }
  });

  it('is refused backwards, by the script and by every process', async () => {
    const { code, stderr } = await operate('add-shards.sh', [addresses, '2', 'true']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('SHARDS_CANNOT_SHRINK: scoring has 3 shards')]);
    installation.change({ CX_SHARDS: '2' });
    for (const name of ['delivery', 'scoring'] as const) {
      await installation.children.get(name)?.stop();
      await expect(installation.restart(name)).rejects.toThrow(
        /ended \(2\).*CX_SHARDS is 2, and this database has 3 shards: SHARDS_CANNOT_SHRINK/,
      );
    }
  });

  it('names the readers that were forgotten', async () => {
    installation.change({ CX_SHARDS: '3' });
    await Promise.all((['delivery', 'scoring'] as const).map((name) => installation.restart(name)));
    const { code, stderr } = await operate('add-shards.sh', [addresses, '4', 'true'], { CX_WAIT_SECONDS: '1' });
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^SHARDS_NOT_READ: delivery: shard 4 \w+ does not read it/),
    ]);
  });

  const rowsOf = async (name: ServiceName, query: string) => {
    const database = new pg.Client({ connectionString: installation.databaseUrls[name] });
    await database.connect();
    const { rows } = await database.query<Record<string, number>>(query);
    await database.end();
    return rows;
  };
});

async function restartInTurn(installation: TestInstallation, names: readonly ServiceName[]): Promise<void> {
  for (const name of names) {
    await installation.children.get(name)?.stop();
    await installation.restart(name);
    await pause(1_000);
  }
}
