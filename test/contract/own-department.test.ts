import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TransportFaults } from '#libs/batches/transport/transport-faults.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { IndexState, ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { OwnDepartment, Source } from '#libs/domain/source.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import type { RunningServer } from '#libs/grpc/server.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { systemClock } from '#libs/runtime/clock.js';
import { ResourceStack } from '#libs/runtime/lifecycle.js';
import { knownSources } from '#services/scoring/answers/known-sources.js';
import { LiveIndexes } from '#services/scoring/answers/live-index.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { ONLY_OWN, OWN_RULESET, PRODUCT } from '#services/scoring/fixtures/own-department.js';
import { bonusService } from '#services/scoring/grpc/bonus/bonus-service.js';
import { scoringService } from '#services/scoring/grpc/scoring/scoring-service.js';
import { frozenResults } from '#services/scoring/periods/read-frozen.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { receiveObservations } from '#services/scoring/run/receive.js';
import { verifyCounts } from '#services/scoring/verify/verify-counts.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { named } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { until } from '#test/stack/until.js';
import { INSTALLATION, startOwnSource } from './own-department/source.js';
import { start } from './reasons/servers.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

const MARKETING = 'marketing' as OwnDepartment;
const AUGUST = { day: '2018-08-10', unit: 'category/toys' };
const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const declared: string[] = [];
const rulesets = rulesetsOf([OWN_RULESET]);
const known = knownSources(rulesets, () => declared);
const metrics = createMetrics('scoring', { withProcess: false });
const stopping = new AbortController();
const running: ResourceStack[] = [];

/** The part of scoring's process that takes batches in. */
async function receive(upstreams: Readonly<Partial<Record<Source, string>>>, kafka?: KafkaClient) {
  const stack = new ResourceStack(stopping.signal);
  running.push(stack);
  const lifecycle = { add: stack.add.bind(stack) as ResourceStack['add'], stopping: stopping.signal, log: quiet };
  const config = {
    CX_INSTALLATION: INSTALLATION,
    CX_SHARDS: 1,
    CX_REDRIVE: 'readable' as const,
    CX_UPSTREAMS: upstreams,
  };
  const faults = new TransportFaults({ log: quiet, metrics, clock: systemClock });
  await receiveObservations(lifecycle, config, {
    database,
    kafka,
    faults,
    metrics,
    known,
    connectionTo: () => named('scoring'),
  });
}

async function counted(source: Source): Promise<Record<string, number>> {
  const { rows } = await countsReader(database).read({ source, firstDay: '2018-08-01', lastDay: '2018-08-31' });
  return Object.fromEntries(rows.map(({ metric, definition, hits }) => [`${metric} ${definition}`, Number(hits)]));
}

let product: Awaited<ReturnType<typeof startOwnSource>>;
let server: RunningServer;
let scoring: ScoringServiceClient;
let bonus: BonusInputServiceClient;

beforeAll(async () => {
  product = await startOwnSource(PRODUCT);
  const counts = countsReader(database);
  const noReceipts = () => Promise.reject(new Error('no receipt is asked for here'));
  const live = new LiveIndexes({
    ...{ counts, rulesets, known, clock: systemClock },
    frozen: frozenResults(database),
  });
  server = await start([
    scoringService({ indexes: live, clock: systemClock, counts, askSource: noReceipts, run: 'test' }),
    bonusService({ database, metrics, rulesets: rulesetsOf([ONLY_OWN]), clock: systemClock, engine: 'cx-index test' }),
  ]);
  scoring = client(ScoringServiceClient, `127.0.0.1:${server.port}`, 'all');
  bonus = client(BonusInputServiceClient, `127.0.0.1:${server.port}`, 'all');
});
afterEach(async () => {
  for (const stack of running.splice(0)) await stack.stopAll(() => {});
});
afterAll(async () => {
  scoring.close();
  bonus.close();
  await server.drain(100);
  await product.stop();
});

const indexOf = (who: string) =>
  call(scoring, 'getIndex', { name: `departments/${who}/indexes/2018-08`, view: View.VIEW_FULL, atLeast: '' });

describe('a department of the company itself', () => {
  it('is counted, and has an index by the definition that the ruleset names', async () => {
    await product.judged(
      { metric: 'price_competitive', ...AUGUST, hits: 184, misses: 16 },
      // The department judges by a later definition, too, and by a metric that no document of scoring states.
      { metric: 'price_competitive', definition: 2, ...AUGUST, hits: 1, misses: 99 },
      { metric: 'not_as_described', ...AUGUST, hits: 3, misses: 1 },
    );
    await product.declared(Date.parse('2018-10-01T00:00:00Z'));
    await receive({ [PRODUCT]: product.address });
    await until(async () => Object.keys(await counted(PRODUCT)).length === 3);
    expect(await counted(PRODUCT)).toEqual({
      'price_competitive 1': 184,
      'price_competitive 2': 1,
      'not_as_described 1': 3,
    });
    expect((await verifyCounts(database)).equal).toBe(true);
    // 920 of 1,000 is a quarter of the way from the target, 900, to world class, 980.
    const index = await indexOf('product');
    expect(index).toMatchObject({ indexE4: 850_000n, coverageBp: 10_000n, state: IndexState.INDEX_STATE_COMPLETE });
    expect(index.metrics.map(({ metric }) => metric)).toEqual(['metrics/price_competitive']);
    const unit = await indexOf('product/units/category~toys');
    expect(unit.indexE4).toBe(850_000n);
  });

  it('is listed after the built-in departments, explained, and shown with what it lost', async () => {
    const ofMonth = { filter: 'period = "2018-08"', orderBy: '', pageSize: 50, pageToken: '' };
    const { indexes } = await call(scoring, 'listIndexes', { parent: 'departments/-', ...ofMonth });
    expect(indexes.map(({ name }) => name.split('/')[1])).toEqual([
      ...['ordering', 'warehouse', 'delivery', 'support', 'product'],
    ]);
    const units = await call(scoring, 'listIndexes', { parent: 'departments/product/units/-', ...ofMonth });
    expect(units.indexes.map(({ name }) => name)).toEqual(['departments/product/units/category~toys/indexes/2018-08']);
    const name = 'departments/product/indexes/2018-08';
    const { root } = await call(scoring, 'explainIndex', { name });
    expect(root?.children.map(({ lostE4, counts }) => [lostE4, counts?.cases])).toEqual([[150_000n, 200n]]);
    const question = { parent: name, groupBy: 'unit:2', compareWith: '', metric: '' };
    const { groups, totalMisses } = await call(scoring, 'listMisses', question);
    expect([totalMisses, groups.map(({ label, misses }) => [label, misses])]).toEqual([16n, [['category/toys', 16n]]]);
  });

  it('stands in snapshots', async () => {
    const request = { period: 'periods/2018-08', requestId: randomUUID(), reason: 'FIRST', requestedBy: 'test' };
    const { inputs } = await call(bonus, 'createSnapshot', { ...request, expectedLatestVersion: 0 });
    expect(inputs).toMatchObject([
      { department: 'departments/product', indexE4: 850_000n, metrics: [{ hits: 184n, cases: 200n }] },
    ]);
  });

  it('has no index where no ruleset weighs it, and that is no 0', async () => {
    declared.push(MARKETING);
    const index = await indexOf(MARKETING);
    expect([index.indexE4, index.notMeasuredReason]).toEqual([undefined, 'NO_METRIC']);
  });

  it('is refused when nothing declares it, with the names that exist', async () => {
    const refused = await indexOf('prodct').catch(refusalOf);
    expect(refused).toMatchObject({ reason: 'DEPARTMENT_UNKNOWN' });
    expect(String((refused as { message: string }).message)).toBe(
      'there is no department prodct; there are ordering, warehouse, delivery, support, marketing, product. Did you mean product?',
    );
  });

  it('is counted from Kafka without a restart when it is declared while scoring runs', async () => {
    const it = 'it' as OwnDepartment;
    const source = await startOwnSource(it);
    const kafka = new MemoryKafka();
    try {
      await source.judged({ metric: 'page_in_time', day: '2018-08-10', unit: 'checkout', hits: 5, misses: 1 });
      await source.publish(kafka);
      await receive({}, kafka);
      await product.judged({ metric: 'price_competitive', ...AUGUST, hits: 1, misses: 0 });
      await product.publish(kafka);
      await until(async () => (await counted(PRODUCT))['price_competitive 1'] === 185);
      expect(await counted(it)).toEqual({}); // nothing has declared it yet
      declared.push(it);
      await until(async () => (await counted(it))['page_in_time 1'] === 5);
      await product.judged({ metric: 'price_competitive', ...AUGUST, hits: 1, misses: 0 });
      await product.publish(kafka);
      await until(async () => (await counted(PRODUCT))['price_competitive 1'] === 186);
      const { text } = await metrics.exposition();
      expect(text).toContain('cx_batches_applied_total{department="it"} 1');
    } finally {
      await kafka.close();
      await source.stop();
    }
  });
});
