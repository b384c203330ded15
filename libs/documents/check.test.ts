import { describe, expect, it } from 'vitest';
import { type Checked, checkDocuments } from './check.js';
import { findingText, pathText } from './finding.js';
import { exampleCompany, payPeriods, planted } from './fixtures/example-company.js';

const reasonsOf = (checked: Checked) =>
  checked.kind === 'findings' ? checked.findings.map(({ reason }) => reason) : [];

describe('the linter', () => {
  it('reports mistakes of several documents at once, in the order of files and lines', () => {
    const files = exampleCompany().map(({ file, text }) => ({
      file,
      text: text
        .replace('2027-03-29', '2027-03-26')
        .replace('unit: leipzig', 'unit: berlin')
        .replace('of: carrier/acme', 'of: carrier/acne')
        .replace('weight_bp: 7000', 'weight_bp: 6999')
        .replace('warehouse: SEVERAL_FEEDS', 'warehouse: ONE_FEED'),
    }));
    const reasons = ['DAY_TWICE', 'UNIT_TWICE', 'UNIT_UNKNOWN', 'FEEDS_TOO_MANY', 'WEIGHTS_WRONG'];
    expect(reasonsOf(checkDocuments(files))).toEqual(reasons);
  });

  it('compares documents in spite of a key without a meaning, and waits for a missing value', () => {
    const typo = planted('metrics.yaml', 'metrics:', 'metrix: 1\nmetrics:');
    const withTypo = typo.map((one) => ({
      ...one,
      text: one.text.replace('calendar: helpdesk }', 'calendar: hotline }'),
    }));
    expect(reasonsOf(checkDocuments(withTypo))).toEqual(['KEY_UNKNOWN', 'CALENDAR_UNKNOWN']);
    const missing = withTypo.map((one) => ({
      ...one,
      text: one.text.replace('  - valid_from: 2027-01-01\n', '  - {}\n'),
    }));
    expect(reasonsOf(checkDocuments(missing))).not.toContain('CALENDAR_UNKNOWN');
  });

  it('names the metrics that wait for a department that is not declared', () => {
    const checked = checkDocuments(planted('departments.yaml', '  ordering:\n    title: Shop\n', ''));
    const found = checked.kind === 'findings' ? checked.findings : [];
    const needing = found.filter(({ reason }) => reason === 'DEPARTMENT_NEEDED').map(({ path }) => path);
    expect(needing).toEqual(
      [
        'handed_over_by_limit',
        'handed_over_at_last',
        'delivered_by_first_promise',
        'arrived_at_last',
        'customer_score',
      ].map((metric) => `metrics.${metric}`),
    );
  });

  it('names every document that is missing', () => {
    expect(reasonsOf(checkDocuments([]))).toEqual(Array(5).fill('FILE_MISSING'));
    expect(reasonsOf(checkDocuments([...exampleCompany(), { file: 'metric.yaml', text: '' }]))).toEqual([
      'FILE_UNKNOWN',
    ]);
  });

  it('takes several rulesets, and no two of them with one name or one period', () => {
    const [ruleset] = exampleCompany().filter(({ file }) => file === 'ruleset.yaml');
    const second = (text: string) => [...exampleCompany(), { file: 'ruleset-second.yaml', text }];
    const text = ruleset?.text ?? '';
    const next = text
      .replace('2027-first', '2028-first')
      .replaceAll('2027-01', '2028-01')
      .replaceAll('2027-12', '2028-12');
    expect(checkDocuments(second(next)).kind).toBe('documents');
    expect(checkDocuments([...exampleCompany(), payPeriods()]).kind).toBe('documents');
    expect(reasonsOf(checkDocuments(second(text)))).toEqual(['RULESET_TWICE', 'PERIODS_OVERLAP', 'PERIODS_OVERLAP']);
    // An open calendar ends where the next one begins, so the two stand side by side.
    const open = text.replace('{ first: 2027-01, last: 2027-12 }', '{ first: 2027-01 }');
    const both = exampleCompany().map((one) => (one.file === 'ruleset.yaml' ? { ...one, text: open } : one));
    expect(checkDocuments([...both, { file: 'ruleset-second.yaml', text: next }]).kind).toBe('documents');
  });

  it.each([
    'first: 2027',
    'first: "2027-13"',
    'first: x, last: 2027-12',
    'first: 2027-12, last: 2027-01',
    'first: 2027-W01',
  ])('reports the period { %s } and compares no periods with it', (wrong) => {
    const [ruleset] = planted('ruleset.yaml', 'first: 2027-01, last: 2027-12', wrong).filter(
      ({ file }) => file === 'ruleset.yaml',
    );
    const text = ruleset?.text.replace('ruleset: 2027-first', 'ruleset: other').replace(/^ {2}twelve_months.*\n/m, '');
    const checked = checkDocuments([...exampleCompany(), { file: 'ruleset-other.yaml', text: text ?? '' }]);
    expect(reasonsOf(checked).filter((reason) => !['PERIOD_INVALID', 'TYPE_WRONG'].includes(reason))).toEqual([]);
    expect(checked.kind).toBe('findings');
  });

  it('prints a finding so that an editor opens its place', () => {
    const checked = checkDocuments(planted('company.yaml', 'EUR', 'EUX'));
    const [finding] = checked.kind === 'findings' ? checked.findings : [];
    expect(finding && findingText(finding)).toBe(
      'company.yaml:5:11 CURRENCY_UNKNOWN: This is no currency. Do: Write a code of ISO 4217 such as EUR.',
    );
    expect(pathText(['metrics', 'order_kept', 0, 'valid_from'])).toBe('metrics.order_kept[0].valid_from');
  });
});
