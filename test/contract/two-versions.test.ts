import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { verifyCounts } from '#services/scoring/verify/verify-counts.js';
import { database, emptyCounts, scoringReceiver, sealed, setScoringUp, subscriptionOf } from './scoring-bench.js';

// Contract tests share modules: this file loads its own, and the files after it load theirs again.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('#libs/catalogue/catalogue.js');
  vi.resetModules();
});

/** The metrics that the running version knows: the newer one has a metric that the older one has not. */
const program = vi.hoisted(() => ({ isNewer: false }));
/** A process caches the metrics that it has met. Both versions are one process here, so each test uses another name. */
const NEW_METRIC = 'parcel_photographed';

vi.mock('#libs/catalogue/catalogue.js', async (original) => {
  const real = await original<typeof import('#libs/catalogue/catalogue.js')>();
  const { named } = real.CATALOGUE;
  const newMetric = () => (program.isNewer ? named('arrived_at_last') : []);
  const namedInVersion: typeof named = (name) => (name.startsWith(NEW_METRIC) ? newMetric() : named(name));
  return { ...real, CATALOGUE: { ...real.CATALOGUE, named: namedInVersion } };
});

setScoringUp();
beforeEach(async () => {
  program.isNewer = false;
  await emptyCounts();
});

function batch(metric: string, after?: RawBatch): RawBatch {
  const cells = [{ metric, unit: 'area/sp', day: '2018-05-02', hits: 1 }];
  return { ...sealed('delivery', { cells, after }), fromSource: true };
}

async function counted() {
  const { rows } = await countsReader(database).read({
    source: 'delivery',
    firstDay: '2018-05-01',
    lastDay: '2018-05-31',
  });
  return Object.fromEntries(rows.map(({ metric, hits }) => [metric, Number(hits)]));
}

const pending = () =>
  database.query<{ reason: string }>('select reason from quarantine where redriven_at is null and not void');

/** During a rolling upgrade, older and newer processes read the same shards of a newer department. */
describe('two versions side by side', () => {
  it('the older one quarantines batches that it cannot decode, the newer one counts them at its start, each once', async () => {
    const one = batch('arrived_at_last');
    const two = batch(NEW_METRIC, one);
    const three = batch('arrived_at_last', two);
    const four = batch(`${NEW_METRIC}_twice`, three);

    const older = scoringReceiver();
    const subscription = await subscriptionOf(older, 'delivery');
    await older.take(subscription, [one, two]);
    expect([await counted(), await pending()]).toEqual([{ arrived_at_last: 1 }, [{ reason: 'FUTURE' }]]);

    const newer = scoringReceiver();
    program.isNewer = true;
    expect(await newer.redrive(subscription)).toBe(1);
    await newer.take(subscription, [three]);

    program.isNewer = false;
    await older.take(subscription, [one, two, three, four]);
    expect(await pending()).toEqual([{ reason: 'FUTURE' }]);

    program.isNewer = true;
    expect(await newer.redrive(subscription)).toBe(1);
    await newer.take(subscription, [one, two, three, four]);
    expect(await counted()).toEqual({
      ...{ arrived_at_last: 2, [NEW_METRIC]: 1, [`${NEW_METRIC}_twice`]: 1 },
    });
    expect(await pending()).toEqual([]);
    expect((await verifyCounts(database)).equal).toBe(true);
  });

  it('a quarantined batch blocks the cut, by its number, until a version can decode it', async () => {
    const older = scoringReceiver();
    await older.take(await subscriptionOf(older, 'delivery'), [batch(`${NEW_METRIC}_alone`)]);
    const month = { source: 'delivery', firstDay: '2018-05-01', lastDay: '2018-05-31' } as const;
    expect((await countsReader(database).read(month)).data.quarantinedBatches).toBe(1n);
    program.isNewer = true;
    await older.redrive(await subscriptionOf(older, 'delivery'));
    expect((await countsReader(database).read(month)).data.quarantinedBatches).toBe(0n);
  });
});
