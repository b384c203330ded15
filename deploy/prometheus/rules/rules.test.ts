import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BOARDS } from '#deploy/grafana/boards.js';
import { FAILED } from '#deploy/grafana/cx-overview.js';
import { queriesOf } from '#deploy/grafana/queries.js';
import { findPrometheus } from '#deploy/local/prometheus.js';
import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import type { MetricSpec } from '#libs/metrics/spec.js';
import { anchorsOf } from '#test/tidy/prose.js';
import { askPromtool, type Verdict } from './promtool.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

interface AlertTest {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}

const FOLDER = import.meta.dirname;
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const { groups } = parse(read('cx.yaml')) as { groups: readonly { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const testFiles = readdirSync(FOLDER).filter((file) => file.endsWith('.test.yaml'));
const alertTests = testFiles.flatMap((file) =>
  (parse(read(file)) as { tests: readonly { alert_rule_test: readonly AlertTest[] }[] }).tests.flatMap(
    (test) => test.alert_rule_test,
  ),
);

describe('the alerts', () => {
  it('are fifteen', () => {
    expect(rules.map(({ alert }) => alert)).toEqual([
      'CxDepartmentSilent',
      'CxBatchesWaiting',
      'CxKafkaFaultStands',
      'CxDiskFilling',
      'CxCertificateEnds',
      'CxBatchOfWrongSender',
      'CxInsecure',
      'CxCallersRefused',
      'CxCountsNotTrusted',
      'CxAuditChainBroken',
      'CxAuditNotWritten',
      'CxDocumentsBehind',
      'CxFeedBehind',
      'CxScoringApiFailing',
      'CxBoundsRefuse',
    ]);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s names only metrics that are exported',
    (_, { expr }) => {
      const names = [...expr.matchAll(/\b(?:cx|grpc)_[a-z_]+/g)].map(([name]) => name);
      const exported = (Object.values(EXPORTED_METRICS) as readonly MetricSpec[]).map(({ name }) => name);
      expect(names.filter((name) => !exported.includes(name))).toEqual([]);
    },
  );

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s says who comes and what they do', (alert, rule) => {
    expect(['page', 'ticket']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).toMatch(/\.$|\}$/);
    expect(rule.annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    const runbook = readFileSync(join(FOLDER, '../../../docs/runbook.md'), 'utf8');
    expect(anchorsOf(runbook)).toContain(alert.toLowerCase());
  });

  it.each(rules.map(({ alert }) => alert))('%s is shown to fire and shown to be quiet', (alert) => {
    const own = alertTests.filter(({ alertname }) => alertname === alert);
    expect(own.some(({ exp_alerts }) => exp_alerts.length > 0)).toBe(true);
    expect(own.some(({ exp_alerts }) => exp_alerts.length === 0)).toBe(true);
  });

  it('call the same statuses failures as the board does', () => {
    expect(rules.find(({ alert }) => alert === 'CxScoringApiFailing')?.expr).toContain(FAILED);
  });
});

const found = await findPrometheus();
if ('reason' in found) console.warn(`\nALERT TESTS ARE NOT RUN, there is no promtool: ${found.reason}\n`);

/** Every query of every board as a rule, so that promtool reads it. */
const QUERIES = 'queries.yaml';

describe.skipIf('reason' in found)('promtool', () => {
  const promtool = 'reason' in found ? '' : found.promtool;
  let tested: ReadonlyMap<string, Verdict>;
  let checked: ReadonlyMap<string, Verdict>;

  // It computes for seconds, and longer where others go first: so once for all tests, and once for what it only reads.
  beforeAll(() => {
    tested = askPromtool(promtool, FOLDER, { command: ['test', 'rules'], announces: 'Unit Testing:' }, testFiles);
    const folder = mkdtempSync(join(tmpdir(), 'cx-queries-'));
    try {
      const queries = Object.values(BOARDS).flatMap((board) => queriesOf(board, { rateInterval: '1m', range: '1h' }));
      const recorded = queries.map(({ expr }, place) => ({ record: `query:${place}`, expr }));
      writeFileSync(join(folder, QUERIES), JSON.stringify({ groups: [{ name: 'queries', rules: recorded }] }));
      copyFileSync(join(FOLDER, 'cx.yaml'), join(folder, 'cx.yaml'));
      const command = ['check', 'rules', '--lint=all', '--lint-fatal'];
      checked = askPromtool(promtool, folder, { command, announces: 'Checking' }, ['cx.yaml', QUERIES]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 180_000);

  it('finds nothing wrong with the rules', () => {
    expect(checked.get('cx.yaml')).toEqual(GOOD);
  });

  it('understands every query of every board', () => {
    expect(checked.get(QUERIES)).toEqual(GOOD);
  });

  it.each(testFiles)('%s: fires in its minute and not the minute before', (file) => {
    expect(tested.get(file)).toEqual(GOOD);
  });
});

/** Not good: the difference that is printed has promtool's own words. */
const GOOD = { isGood: true, words: expect.any(String) };
