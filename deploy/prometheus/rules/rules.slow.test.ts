import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BOARDS } from '#deploy/grafana/boards.js';
import { queriesOf } from '#deploy/grafana/queries.js';
import { findPrometheus } from '#deploy/local/prometheus.js';
import { RULE_FILES as ALL_RULE_FILES } from '#deploy/prometheus/rule-files.js';
import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import type { MetricSpec } from '#libs/metrics/spec.js';
import { anchorsOf } from '#test/tidy/prose.js';
import { askPromtool, type Verdict } from './promtool.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string; readonly board: string };
}

interface AlertTest {
  readonly alertname: string;
  readonly exp_alerts: readonly { readonly exp_labels: { readonly severity: string } }[];
}

const FOLDER = import.meta.dirname;
const read = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
/** Written by hand, and made of the service levels. */
const RULE_FILES = ALL_RULE_FILES.map((file) => basename(file));
const all = RULE_FILES.flatMap(
  (file) => (parse(read(file)) as { groups: readonly { readonly rules: readonly Partial<Rule>[] }[] }).groups,
).flatMap((group) => group.rules);
const rules = all.filter((rule): rule is Rule => rule.alert !== undefined);
/** An alert may be a page and a ticket: one name, so that the one silences the other. */
const byName = rules.map((rule) => [`${rule.alert}, ${rule.labels.severity}`, rule] as const);
const testFiles = readdirSync(FOLDER).filter((file) => file.endsWith('.test.yaml'));
const alertTests = testFiles.flatMap((file) =>
  (parse(read(file)) as { tests: readonly { alert_rule_test: readonly AlertTest[] }[] }).tests.flatMap(
    (test) => test.alert_rule_test,
  ),
);

describe('the alerts', () => {
  it('have these names', () => {
    expect([...new Set(rules.map(({ alert }) => alert))]).toEqual([
      'CxDepartmentSilent',
      'CxBatchesWaiting',
      'CxKafkaFaultStands',
      'CxDiskFilling',
      'CxCertificateEnds',
      'CxSignerSilent',
      'CxPayoutBlocked',
      'CxSigningKeyOld',
      'CxBatchOfWrongSender',
      'CxInsecure',
      'CxCallersRefused',
      'CxCountsNotTrusted',
      'CxAuditChainBroken',
      'CxAuditNotWritten',
      'CxDocumentsBehind',
      'CxFeedBehind',
      'CxContestWaits',
      'CxContestDue',
      'CxAdjustmentWaits',
      'CxPeriodOverdue',
      'CxWebhookWaits',
      'CxWebhookGivenUp',
      'CxBoundsRefuse',
      'CxScoringApiFailing',
      'CxScoringApiSlow',
      'CxIntakeFailing',
      'CxCountedLate',
      'CxIndexNotFresh',
    ]);
  });

  it('name only metrics that are exported', () => {
    const exported = (Object.values(EXPORTED_METRICS) as readonly MetricSpec[]).map(({ name }) => name);
    const names = all.flatMap(({ expr = '' }) => [...expr.matchAll(/\b(?:cx|grpc)_[a-z_]+/g)].map(([name]) => name));
    const plain = names.map((name) => name.replace(/_(bucket|count)$/, ''));
    expect([...new Set(plain)].filter((name) => !exported.includes(name))).toEqual([]);
  });

  it.each(byName)('%s says who comes, what they do, and on which board they look first', (_, rule) => {
    const { alert } = rule;
    expect(['page', 'ticket']).toContain(rule.labels.severity);
    expect(rule.annotations.summary).toMatch(/\.$|\}$/);
    expect(rule.annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    const runbook = readFileSync(join(FOLDER, '../../../docs/runbook.md'), 'utf8');
    expect(anchorsOf(runbook)).toContain(alert.toLowerCase());
    expect(Object.values(BOARDS).map(({ uid }) => `/d/${uid}`)).toContain(rule.annotations.board);
  });

  it.each(byName)('%s is shown to fire and shown to be quiet', (_, { alert, labels: { severity } }) => {
    const own = alertTests.filter(({ alertname }) => alertname === alert);
    const fired = own.flatMap(({ exp_alerts }) => exp_alerts).map(({ exp_labels }) => exp_labels.severity);
    expect(fired).toContain(severity);
    expect(own.some(({ exp_alerts }) => !exp_alerts.some(({ exp_labels }) => exp_labels.severity === severity))).toBe(
      true,
    );
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
      for (const file of RULE_FILES) copyFileSync(join(FOLDER, file), join(folder, file));
      const command = ['check', 'rules', '--lint=all', '--lint-fatal'];
      checked = askPromtool(promtool, folder, { command, announces: 'Checking' }, [...RULE_FILES, QUERIES]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 180_000);

  it.each(RULE_FILES)('finds nothing wrong with the rules in %s', (file) => {
    expect(checked.get(file)).toEqual(GOOD);
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
