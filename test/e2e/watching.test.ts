import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cxOverview } from '#deploy/grafana/cx-overview.js';
import { queriesOf } from '#deploy/grafana/queries.js';
import { generateContacts } from '#deploy/local/generated-contacts.js';
import { READER } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { findPrometheus, startPrometheus } from '#deploy/local/prometheus.js';
import { SERVICES } from '#deploy/local/services.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import type { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { INSECURITY_REASONS } from '#libs/domain/insecurity.js';
import { call, client as clientOf } from '#libs/grpc/client.js';
import { tokenConnection } from '#libs/grpc/connection.js';
import { firingOn } from '#test/stack/alerts.js';
import { client } from '#test/stack/client.js';
import { forgeNewestBatch } from '#test/stack/forging.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { untilCounted } from './counts.js';
import { factsOfOrders, send } from './real-orders.js';

const HOUR = 3_600_000;
const RULES = 'deploy/prometheus/rules/cx.yaml';
const found = await findPrometheus();
if ('reason' in found) console.log(`Tests with a real Prometheus do not run: ${found.reason}`);

/** Calls five times a second, until it is stopped, as a feed that may not do this and as a caller who proves nothing. */
function denials({ addresses, identity }: TestInstallation): { stop(): void } {
  const feed = client(ScoringServiceClient, addresses.scoring, 'olist');
  const unproven = clientOf(
    ScoringServiceClient,
    addresses.scoring,
    tokenConnection(identity.authority, async () => 'no token'),
  );
  const asked = { name: 'departments/delivery/indexes/2018-06', view: 1, atLeast: '' };
  const callers = [feed, unproven];
  const timer = setInterval(() => {
    for (const caller of callers) void call(caller, 'getIndex', asked).catch(() => undefined);
  }, 200);
  return {
    stop: () => {
      clearInterval(timer);
      for (const caller of callers) caller.close();
    },
  };
}

/** A real Prometheus scrapes the six processes every second. Its rules are ours, with shorter waits. */
describe.skipIf('reason' in found || brokers() === '')('a real Prometheus', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-prometheus-'));
  let installation: TestInstallation;
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>;

  beforeAll(async () => {
    // As an operator who knows that this is a demo.
    installation = await startInstallation(brokers(), { CX_ACCEPTED_INSECURITIES: INSECURITY_REASONS.join() });
    const rules = join(dataDir, 'cx.yaml');
    const ours = readFileSync(RULES, 'utf8');
    writeFileSync(rules, ours.replaceAll(/for: \d+m/g, 'for: 0s').replace('interval: 30s', 'interval: 1s'));
    prometheus = await startPrometheus({
      ...{ binary: 'reason' in found ? '' : found.prometheus, port: await freePort(), dataDir, rules: [rules] },
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

  const ask = async <T>(path: string): Promise<T> => {
    const answer = (await (await fetch(`${prometheus.url}/api/v1/${path}`)).json()) as { status: string; data: T };
    if (answer.status !== 'success') throw new Error(JSON.stringify(answer));
    return answer.data;
  };
  const query = async (expr: string) =>
    (await ask<{ result: { value: [number, string] }[] }>(`query?query=${encodeURIComponent(expr)}`)).result;
  const firing = () => firingOn(prometheus);
  const soon = { timeout: 60_000, interval: 500 };
  /** An idle department seals once a minute, so a rate is empty in between. */
  const aMinute = { timeout: 100_000, interval: 500 };

  it('finds six processes that answer, healthy rules, and no alert', async () => {
    await expect.poll(() => query('up == 1'), soon).toHaveLength(6);
    const { groups } = await ask<{ groups: { rules: { name: string; health: string }[] }[] }>('rules');
    const healths = groups.flatMap(({ rules }) => rules).map(({ health }) => health);
    await expect.poll(firing, soon).toEqual([]);
    const alerts = readFileSync(RULES, 'utf8').match(/- alert:/g) ?? [];
    expect(healths).toEqual(alerts.map(() => 'ok'));
  });

  it('has data for every panel of the board', async () => {
    const denied = denials(installation);
    for (const { panel, legend, expr } of queriesOf(cxOverview, { rateInterval: '10s', range: '1m' })) {
      const shows = async () => (await query(expr)).some(({ value }) => Number.isFinite(Number(value[1])));
      await expect.poll(shows, { ...aMinute, message: `${panel}: ${legend}: ${expr}` }).toBe(true);
    }
    denied.stop();
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
