import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOARDS } from '#deploy/grafana/boards.js';
import { queriesOf, variablesOf } from '#deploy/grafana/queries.js';
import { generateContacts } from '#deploy/local/generated-contacts.js';
import { READER } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { findPrometheus, startPrometheus } from '#deploy/local/prometheus.js';
import { SERVICES } from '#deploy/local/services.js';
import { RULE_FILES } from '#deploy/prometheus/rule-files.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { INSECURITY_REASONS } from '#libs/domain/insecurity.js';
import { call } from '#libs/grpc/client.js';
import { firingOn } from '#test/stack/alerts.js';
import { client } from '#test/stack/client.js';
import { contestAMiss } from '#test/stack/contest-a-miss.js';
import { forgeNewestBatch } from '#test/stack/forging.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { type AskPrometheus, valuesOf, withoutData } from './board-data.js';
import { untilCounted } from './counts.js';
import { poorFacts } from './poor-facts.js';
import { factsOfOrders, send } from './real-orders.js';
import { traffic } from './traffic.js';

const HOUR = 3_600_000;
const found = await findPrometheus();
if ('reason' in found) console.log(`Tests with a real Prometheus do not run: ${found.reason}`);

/** What rightly shows nothing here, by board, panel and query. */
const EMPTY: Readonly<Record<string, string>> = {
  'cx-platform: Kafka faults, and since when: for': 'Kafka works here',
  'cx-beside: The journey as a whole: {{figure}}':
    'the marketplace is not asked their metrics; test/simulator/catalogue.test.ts has these figures',
  'cx-periods: Contests upheld: {{metric}}': 'nothing was ruled on here',
  'cx-periods: Age of a contest when it is ruled on: half of them': 'the same',
  'cx-api: Signatures of closed periods: {{purpose}}': 'no signer here; test/contract/signing.test.ts signs',
  'cx-api: Signatures of closed periods: signer': 'the same',
  'cx-api: Age of the signing key: key': 'the same',
  'cx-api: Allocations of pools: {{result}}': 'no payout process here; test/contract/payout.test.ts allocates',
  'cx-api: Allocations of pools: {{upstream}}': 'the same',
  'cx-periods: Messages to subscribers: {{reason}}':
    'no subscriber here; test/contract/webhook-deliveries.test.ts has receivers that fail',
  'cx-periods: Since when a message waits: {{subscription}}': 'the same',
  'cx-periods: Messages given up: {{subscription}}': 'the same',
};
const FILLED_IN = { rateInterval: '10s', range: '1m' };

/** A real Prometheus scrapes the six processes every second. Its rules are ours, with shorter waits. */
describe.skipIf('reason' in found || brokers() === '')('a real Prometheus', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-prometheus-'));
  let installation: TestInstallation;
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>;

  beforeAll(async () => {
    // As an operator who knows that this is a demo.
    const accepted = { CX_ACCEPTED_INSECURITIES: INSECURITY_REASONS.join() };
    installation = await startInstallation(brokers(), { ...accepted, CX_DATA_FOLDER: dataDir });
    const rules = RULE_FILES.map((file) => {
      const quicker = join(dataDir, basename(file));
      const ours = readFileSync(file, 'utf8');
      writeFileSync(quicker, ours.replaceAll(/for: \d+m/g, 'for: 0s').replaceAll('interval: 30s', 'interval: 1s'));
      return quicker;
    });
    prometheus = await startPrometheus({
      ...{ binary: 'reason' in found ? '' : found.prometheus, port: await freePort(), dataDir, rules },
      targets: Object.fromEntries(SERVICES.map((name) => [name, `127.0.0.1:${installation.ports[name].http}`])),
      ...{ tls: installation.identity.files(READER), scrapeSeconds: 1 },
    });
    const orders = await factsOfOrders((order) => /^2018-0[678]/.test(order.order_purchase_timestamp));
    await send(
      installation,
      orders.filter(({ to }) => to !== 'survey'),
    );
    const contacts = generateContacts(7).filter(({ at }) => at > Date.parse('2018-07-01'));
    await send(installation, contacts, { origin: Origin.ORIGIN_GENERATED });
    await untilCounted(installation.addresses);
  });
  afterAll(async () => {
    await prometheus?.stop();
    await installation?.end();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const ask: AskPrometheus = async (path) => {
    const answer = (await (await fetch(`${prometheus.url}/api/v1/${path}`)).json()) as { status: string; data: never };
    if (answer.status !== 'success') throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  const query = async (expr: string) =>
    (await ask<{ result: { value: [number, string] }[] }>(`query?query=${encodeURIComponent(expr)}`)).result;
  const firing = () => firingOn(prometheus);
  const freezeAMonth = async () => {
    const bonuses = client(BonusInputServiceClient, installation.addresses.scoring, 'console');
    const request = { period: 'periods/2018-08', requestId: randomUUID(), reason: 'FIRST', requestedBy: 'hr' };
    const made = await call(bonuses, 'createSnapshot', { ...request, expectedLatestVersion: 0 });
    expect(made.version).toBe(1);
    bonuses.close();
  };
  /** Half of the answers came after more than an hour and less than six, the buckets around two hours. An import of the past is not late. */
  const showsDelays = async () => {
    const half = await query(
      'histogram_quantile(0.5, sum by (le) (rate(cx_fact_delay_seconds_bucket{department="survey"}[10s])))',
    );
    expect(Number(half[0]?.value[1])).toBeGreaterThan(HOUR / 1_000);
    expect(Number(half[0]?.value[1])).toBeLessThan((6 * HOUR) / 1_000);
    const ofImports = await query('sum(cx_fact_delay_seconds_count{department=~"ordering|warehouse|support"})');
    expect(ofImports.map(({ value }) => value[1])).toEqual(['0']);
  };
  const soon = { timeout: 60_000, interval: 500 };
  /** An idle department seals once a minute, so a rate is empty in between. */
  const A_MINUTE_MS = 100_000;

  it('finds six processes that answer, healthy rules, and no alert', async () => {
    await expect.poll(() => query('up == 1'), soon).toHaveLength(6);
    const { groups } = await ask<{ groups: { rules: { name: string; health: string }[] }[] }>('rules');
    const healths = groups.flatMap(({ rules }) => rules).map(({ health }) => health);
    await expect.poll(firing, soon).toEqual([]);
    const written = RULE_FILES.flatMap((file) => readFileSync(file, 'utf8').match(/- (alert|record):/g) ?? []);
    expect(healths).toEqual(written.map(() => 'ok'));
  });

  it('fires for a silent live feed, until it has caught up', async () => {
    const at = Date.now() - 8 * HOUR;
    const what = { $case: 'answered' as const, value: { score: 5 } };
    const fact: SurveyFact = { factId: 'a-1', orderId: 'o-1', happenedAt: new Date(at), what };
    const report = (completeThrough: number) =>
      send(installation, [{ to: 'survey', at, fact }], { origin: Origin.ORIGIN_REPORTED, completeThrough });
    await report(at + HOUR);
    await expect.poll(firing, soon).toContain('CxFeedBehind');
    await report(Date.now() - 60_000);
    await expect.poll(firing, soon).not.toContain('CxFeedBehind');
  });

  it('has data for every panel, variable and annotation of every board', async () => {
    await freezeAMonth();
    const july = { firstDay: '2018-07-01', lastDay: '2018-07-31' };
    await contestAMiss(installation.addresses, {
      ...{ department: 'delivery', metric: 'delivered_by_first_promise', ...july },
    });
    const [calls, poor] = [traffic(installation), poorFacts(installation)];
    try {
      const boards = Object.values(BOARDS);
      const queries = boards.flatMap((board) => queriesOf(board, FILLED_IN));
      const places = queries.map(({ where }) => where);
      expect(Object.keys(EMPTY).filter((where) => !places.includes(where))).toEqual([]);
      const expected = queries.filter(({ where }) => EMPTY[where] === undefined);
      expect(await withoutData(ask, expected, A_MINUTE_MS)).toEqual([]);
      for (const variable of boards.flatMap((board) => variablesOf(board, FILLED_IN)))
        expect(await valuesOf(ask, variable), variable.where).not.toEqual([]);
      await showsDelays();
    } finally {
      calls.stop();
      poor.stop();
    }
  });

  it('fires for a department that is gone, until it is back', async () => {
    installation.children.get('survey')?.kill();
    await expect.poll(firing, soon).toContain('CxDepartmentSilent');
    await installation.restart('survey');
    await expect.poll(firing, soon).not.toContain('CxDepartmentSilent');
  });

  it('fires for batches that are not counted, until scoring is back', async () => {
    installation.children.get('scoring')?.kill();
    await expect.poll(firing, soon).toContain('CxBatchesWaiting');
    await installation.restart('scoring');
    await expect.poll(firing, soon).not.toContain('CxBatchesWaiting');
  });

  it('fires when calls to scoring fail: a lock on the counts is never released', async () => {
    const database = new pg.Client({ connectionString: installation.databaseUrls.scoring });
    await database.connect();
    await database.query('begin; lock table cell in access exclusive mode');
    const scoring = client(ScoringServiceClient, installation.addresses.scoring, 'console');
    // Months are cached for publishing to Kafka.
    const notAskedYet = { name: 'departments/delivery/indexes/2018-06-12m', view: 1, atLeast: '' };
    try {
      for (let round = 0; round < 10; round++) {
        const some = Array.from({ length: 40 }, () => call(scoring, 'getIndex', notAskedYet, { deadlineMs: 300 }));
        const outcomes = await Promise.allSettled(some);
        expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
      }
    } finally {
      await database.end();
    }
    await expect.poll(firing, soon).toContain('CxScoringApiFailing');
    const answer = await call(scoring, 'getIndex', notAskedYet, { deadlineMs: 10_000 });
    expect(answer.name).toBe(notAskedYet.name);
    scoring.close();
  });

  it('fires for counts that cannot be trusted: two batches have one number', async () => {
    const databaseUrl = installation.databaseUrls.ordering;
    await forgeNewestBatch({ source: 'ordering', databaseUrl, brokers: brokers() });
    await expect.poll(firing, soon).toContain('CxCountsNotTrusted');
  });
});
