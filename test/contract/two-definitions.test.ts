import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { deliveredByFirstPromise } from '#libs/catalogue/delivery/delivered-by-first-promise.js';
import { definitionSha256 } from '#libs/catalogue/hash.js';
import type { Source } from '#libs/domain/observation.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { twoDefinitions } from '#services/scoring/fixtures/two-definitions.js';
import { createSnapshot } from '#services/scoring/periods/create-snapshot.js';
import { type Counted, database, emptyCounts, scoringDoor, sealed, setScoringUp } from './scoring-bench.js';

// Contract tests share modules: this file loads its own, and the files after it load theirs again.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('#libs/catalogue/catalogue.js');
  vi.resetModules();
});

/** The program of this test knows a second definition of "delivered by the first promise". */
vi.mock('#libs/catalogue/catalogue.js', async (original) => {
  const real = await original<typeof import('#libs/catalogue/catalogue.js')>();
  const { definitionsOf } = await import('#libs/catalogue/definitions.js');
  const { redefine } = await import('#libs/catalogue/metric.js');
  const { deliveredByFirstPromise: first } = await import('#libs/catalogue/delivery/delivered-by-first-promise.js');
  return {
    ...real,
    CATALOGUE: definitionsOf([
      ...real.CATALOGUE.all,
      redefine(first, { definition: 2, population: 'All orders that were released.' }),
    ]),
  };
});

setScoringUp();

const { rulesets, second } = twoDefinitions();
const METRIC = 'delivered_by_first_promise';
const COMPLETE = Date.parse('2018-12-01T00:00:00Z');
const NOW = Date.parse('2018-12-02T00:00:00Z');
const [MAY, JUNE] = ['2018-05', '2018-06'].map((name) => parsePeriod(name) as Period) as [Period, Period];

/** Both months, every metric of the rulesets; of the first promise 180 of 200 by definition 1 and 160 of 200 by definition 2. */
beforeAll(async () => {
  await emptyCounts();
  const take = scoringDoor();
  const last = new Map<Source, RawBatch>();
  for (const [source, rules] of rulesets.newest?.departments ?? []) {
    for (const { firstDay } of [MAY, JUNE]) {
      const place = { unit: 'unattributed', day: `${firstDay.slice(0, 8)}10` };
      const cells: Counted[] = rules
        .filter(({ metric }) => metric !== METRIC)
        .map(({ metric }) => ({ metric, ...place, hits: 180, misses: 20 }));
      if (source === 'delivery') {
        cells.push({ metric: METRIC, definition: 1, ...place, hits: 180, misses: 20 });
        cells.push({ metric: METRIC, definition: 2, ...place, hits: 160, misses: 40 });
      }
      const feeds = [{ feed: `${source}-feed`, completeThrough: COMPLETE, origin: 'REPORTED' as const }];
      const batch = sealed(source, { cells, feeds, after: last.get(source) });
      last.set(source, batch);
      await take(source, batch);
    }
  }
});

async function live(period: Period) {
  const counts = countsReader(database);
  const indexes = new LiveIndexes({ counts, rulesets, clock: { now: () => NOW } });
  const { index } = await indexes.find({ department: 'delivery', period });
  const metric = index.metrics.find(({ rule }) => rule.metric === METRIC);
  const indexE4 = index.outcome.kind === 'measured' ? index.outcome.indexE4 : undefined;
  return { indexE4, hits: metric?.counts.accountable.hits, cases: metric?.counts.accountable.cases };
}

async function frozen(period: Period) {
  const request = {
    period,
    requestId: randomUUID(),
    reason: 'FIRST',
    requestedBy: 'hr',
    expectedLatestVersion: 0,
  } as const;
  const { content } = await createSnapshot(database, rulesets, 'cx-index test', request, NOW);
  const input = content.inputs.find(({ department }) => department === 'delivery');
  const metric = input?.metrics.find((one) => one.metric === METRIC);
  return { input, metric, figures: { indexE4: input?.indexE4, hits: metric?.hits, cases: metric?.cases } };
}

describe('two definitions of a metric in one store', () => {
  it.each([
    ['the month of the first ruleset by definition 1', MAY, deliveredByFirstPromise, 180n],
    ['the month of the second ruleset by definition 2', JUNE, second, 160n],
  ])('answer %s, live and frozen alike, under the hash of that definition', async (_, period, definition, hits) => {
    const now = await live(period);
    const { input, metric, figures } = await frozen(period);
    expect(now).toMatchObject({ hits, cases: 200n });
    expect(figures).toEqual(now);
    expect(metric?.definitionSha256).toBe(definitionSha256(definition).toString('hex'));
    // What arrived is counted once a case, by the definition of the month, and not once a definition.
    expect((input?.observationsL0 ?? 0n) + (input?.observationsL1 ?? 0n)).toBe(400n);
  });
});
