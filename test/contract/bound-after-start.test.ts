import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parsePeriod } from '#libs/domain/period.js';
import { WEEKDAYS } from '#libs/domain/working-calendar.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';
import { publishDocument } from '#services/scoring/documents/publish.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { type DocumentKind, newestVersion } from '#services/scoring/documents/store.js';
import { makeContent, notPayableReasons } from '#services/scoring/periods/make-content.js';
import { readPeriod } from '#services/scoring/periods/read-period.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

/** The database says when a document is published, so the months of this test lie in the future. */
const [FUTURE, PAST] = ['2099-01-01', '2020-01-01'];
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
const departments = { valid_from: FUTURE, departments: { ordering: {}, warehouse: {}, delivery: {}, support: {} } };
const response = { valid_from: FUTURE, limit: { working_hours: 4, calendar: 'helpdesk' } };
const kept = { valid_from: FUTURE };
const delivered = { valid_from: PAST };
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
    ...{ kind, text: stringify(document), reason: 'a test', publishedBy: 'ann', allowAfterFirstDay: true },
    expectedLatestVersion: await newestVersion(database, kind),
  };
  await publishDocument({ database, factKinds: FACT_KINDS }, publication, Date.now());
  await opened.refresh();
}

/** The departments whose bonus input of March 2099 says RULES_BOUND_AFTER_START. */
async function bound(name = '2099-03'): Promise<readonly string[]> {
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
  await database.transaction(async (tx) => {
    await tx.execute('alter table document_version disable trigger all');
    await tx.execute('truncate document_version');
    await tx.execute('alter table document_version enable trigger all');
  });
  await publish('company', company(FUTURE, 18));
  await publish('departments', departments);
  await publish('metrics', metrics());
  await publish('ruleset', ruleset('2099-01'));
});

describe('RULES_BOUND_AFTER_START', () => {
  it('marks the departments whose weighed definition was published after its first day, and no other', async () => {
    expect(await bound()).toEqual(['delivery']);
  });

  it('marks a department as soon as another process publishes a correction of the past', async () => {
    await publish('metrics', metrics({ order_kept: [kept, { valid_from: PAST }] }));
    expect(await bound()).toEqual(['ordering', 'delivery']);
  });

  it('marks a limit in working time when its calendar is published late, and stays when the hours are put back', async () => {
    await publish('company', company(PAST, 12));
    expect(await bound()).toEqual(['delivery', 'support']);
    await publish('company', company(PAST, 18));
    expect(await bound()).toEqual(['delivery', 'support']);
  });

  it('marks all departments of a period that had begun before its ruleset was published', async () => {
    await publish('ruleset', { ...ruleset('2021-01'), calendar: { months: { first: '2021-01', last: '2021-12' } } });
    expect(await bound('2021-03')).toEqual(['ordering', 'delivery', 'support']);
  });
});
