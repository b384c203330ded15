import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { DocumentKind } from '#libs/domain/document-kind.js';
import { parsePeriod } from '#libs/domain/period.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { findVersion } from '#services/scoring/documents/store.js';
import { makeContent, notPayableReasons } from '#services/scoring/periods/make-content.js';
import { readPeriod } from '#services/scoring/periods/read-period.js';
import { publishDirectly } from './documents/publish-directly.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

/** What was published in time was published on the first of these days, and holds from the second one on. */
const [PUBLISHED, BEGIN] = ['2020-11-01', '2020-12-01'];
const rulesets = () => PublishedRulesets.open(database);
let opened: PublishedRulesets;

const company = (validFrom: string, closes: number) => ({
  ...{ valid_from: validFrom, name: 'Acme', zone: 'Europe/Berlin', currency: 'EUR', first_day_of_week: 'monday' },
  calendars: {
    helpdesk: {
      zone: 'Europe/Berlin',
      hours: Object.fromEntries(WEEKDAYS.map((day) => [day, [`09:00-${closes}:00`]])),
    },
  },
});
const departments = { valid_from: BEGIN, departments: { ordering: {}, warehouse: {}, delivery: {}, support: {} } };
const response = { valid_from: BEGIN, limit: { working_hours: 4, calendar: 'helpdesk' } };
const kept = { valid_from: BEGIN };
const delivered = { valid_from: BEGIN };
const metrics = (more: Readonly<Record<string, readonly object[]>> = {}) => ({
  metrics: {
    ...{ first_response_in_time: [response], order_kept: [kept], delivered_by_first_promise: [delivered] },
    ...more,
  },
});
const rule = (metric: string) => [
  { metric, definition: 1, weight_bp: 10_000, floor_ppm: 500_000, target_ppm: 900_000, world_class_ppm: 1_000_000 },
];
const ruleset = (first: string) => ({
  ...{ ruleset: `from-${first}`, zone: 'Europe/Berlin', published_at: '2026-01-01T00:00:00Z' },
  ...{ calendar: { months: { first } }, minimum_cases: { department: 100, unit: 30 }, minimum_coverage_bp: 5_000 },
  departments: {
    ordering: rule('order_kept'),
    delivery: rule('delivered_by_first_promise'),
    support: rule('first_response_in_time'),
  },
});

async function publish(kind: DocumentKind, document: object): Promise<void> {
  const publication = {
    ...{ kind, text: stringify(document), allowAfterFirstDay: true },
    expectedLatestVersion: (await findVersion(database, kind, undefined))?.version ?? 0,
  };
  await publishDirectly({ database, factKinds: FACT_KINDS }, publication, Date.now());
  await opened.refresh();
}

/** The departments whose bonus input of a month says RULES_BOUND_AFTER_START; March 2021 began long before this test runs. */
async function bound(name = '2021-03'): Promise<readonly string[]> {
  const period = parsePeriod(name);
  if (period === undefined) throw new Error('a month');
  const reading = await database.transaction((tx) => readPeriod(tx, period, opened, Date.now()));
  const { inputs } = makeContent({ reading, earlier: undefined, reason: 'FIRST', engine: 'cx-index test' });
  const departments = inputs
    .filter(({ notPayableReasons: why }) => why.includes('RULES_BOUND_AFTER_START'))
    .map(({ department }) => department);
  expect(notPayableReasons(reading).includes('RULES_BOUND_AFTER_START')).toBe(departments.length > 0);
  return departments;
}

beforeAll(async () => {
  opened = await rulesets();
});
beforeEach(async () => {
  await changed('truncate document_version');
  await opened.refresh();
  await publish('company', company(BEGIN, 18));
  await publish('departments', departments);
  await publish('metrics', metrics());
  await publish('ruleset', ruleset('2021-01'));
  // The database says when a document was published.
  await changed(`update document_version set published_at = '${PUBLISHED}'`);
  opened = await rulesets();
});

/** What the triggers refuse to everyone else. */
async function changed(statement: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute('alter table document_version disable trigger all');
    await tx.execute(statement);
    await tx.execute('alter table document_version enable trigger all');
  });
}

describe('RULES_BOUND_AFTER_START', () => {
  it('marks no department when everything was published before the period began', async () => {
    expect(await bound()).toEqual([]);
  });

  it('marks the department whose metric another process corrects later, in periods that had begun', async () => {
    await publish('metrics', metrics({ order_kept: [kept, { valid_from: '2021-02-01' }] }));
    expect(await bound()).toEqual(['ordering']);
    expect([await bound('2021-01'), await bound('2099-03')]).toEqual([[], []]);
  });

  it('marks a limit in working time when its calendar is published late, and stays when the hours are put back', async () => {
    await publish('company', company('2021-02-01', 12));
    expect(await bound()).toEqual(['support']);
    await publish('company', company('2021-02-01', 18));
    expect(await bound()).toEqual(['support']);
  });

  it('marks all departments of a period that had begun before its ruleset was published', async () => {
    await publish('ruleset', { ...ruleset('2021-07'), calendar: { months: { first: '2021-07', last: '2021-12' } } });
    expect(await bound('2021-08')).toEqual(['ordering', 'delivery', 'support']);
    expect(await bound()).toEqual([]);
  });
});
