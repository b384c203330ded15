import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  Index,
  type ScoringServiceClient,
  View,
  type WatchIndexResponse,
} from '#libs/contracts/cx/scoring/v1/scoring.js';
import { bound, type Caller } from '#libs/domain/access.js';
import type { CountedCell } from '#libs/domain/observation.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { FIRST_TEXT, REAL } from '../../fixtures/real-orders.js';
import { LOOK_MS, type Served, serveScoring } from '../../fixtures/served.js';
import { parseRuleset } from '../../rulesets/ruleset.js';
import { rulesetsOf } from '../../rulesets/rulesets.js';
import { IndexMetrics } from '../../watch/index-metrics.js';
import { NewestPeriodMetrics } from '../../watch/newest-period.js';

const CALENDAR = /^calendar:\n(?: .*\n)+/m;
const KINDS = ['month', 'quarter', 'year', 'twelve_months'];
const WIDE = `calendar:
  months: { first: 2018-03, last: 2018-08 }
  quarters: { first: 2018-Q2, last: 2018-Q3 }
  years: { first: "2018", last: "2018" }
  twelve_months: { first: 2018-07-12m, last: 2018-08-12m }
`;
const MONTHS = ['2018-03', '2018-04', '2018-05', '2018-06', '2018-07', '2018-08'];
const FEW = 'delivery: 4';

const callers = new Map<string, Caller>(
  [
    { name: 'reader', bindings: [bound('DEPARTMENT_READER', { departments: ['warehouse'] })] },
    { name: 'member', bindings: [bound('DEPARTMENT_READER', { departments: ['delivery'] })] },
    { name: 'operator', bindings: [bound('OPERATOR')] },
    { name: 'auditor', bindings: [bound('AUDITOR')] },
  ].map((one) => [one.name, { ...one, kind: 'person' } as Caller]),
);

const opened: Served[] = [];
afterAll(() => Promise.all(opened.map((served) => served.close())));

async function serving(smallGroups: string): Promise<Served> {
  const text = `${FIRST_TEXT.replace(CALENDAR, WIDE)}\nsmall_groups: ${smallGroups}\n`;
  const served = await serveScoring(rulesetsOf([parseRuleset(text)]), undefined, callers);
  opened.push(served);
  return served;
}

/** Every answer about every department and period that this caller gets: bytes, or the reason of a refusal. */
async function everythingSeenBy(client: ScoringServiceClient): Promise<readonly string[]> {
  const lists = KINDS.flatMap((kind) =>
    ['period', 'index_e4 desc', 'cases desc'].flatMap((orderBy) =>
      ['', ' AND measured = true', ' AND measured = false'].map((measured) => ({
        ...{ parent: 'departments/-', filter: `kind = "${kind}"${measured}`, orderBy, pageSize: 500, pageToken: '' },
      })),
    ),
  );
  const seen: string[] = [];
  for (const list of lists) {
    const answer = await call(client, 'listIndexes', list);
    seen.push(...answer.indexes.map(withoutAge));
  }
  for (const name of await namesOf(client)) {
    seen.push(withoutAge(await call(client, 'getIndex', { name, view: View.VIEW_FULL, atLeast: '' })));
    seen.push(await call(client, 'explainIndex', { name }).then(String, (error) => `${refusalOf(error)?.reason}`));
  }
  return seen;
}

async function namesOf(client: ScoringServiceClient): Promise<string[]> {
  const names: string[] = [];
  for (const kind of KINDS) {
    const parent = 'departments/-';
    const { indexes } = await call(client, 'listIndexes', {
      ...{ parent, filter: `kind = "${kind}"`, orderBy: '', pageSize: 500, pageToken: '' },
    });
    names.push(...indexes.map(({ name }) => name).filter((name) => name.startsWith('departments/delivery')));
  }
  return names;
}

const withoutAge = (index: Index) =>
  Buffer.from(Index.encode({ ...index, data: undefined }).finish()).toString('base64');

/** Every third hit of delivery, in these months, is a miss. */
function worse(months: readonly string[]): readonly CountedCell[] {
  return REAL.map((cell) => {
    if (cell.metric !== 'delivered_by_first_promise' || !months.includes(cell.day.slice(0, 7))) return cell;
    const moved = cell.hits / 3n;
    return { ...cell, hits: cell.hits - moved, misses: cell.misses + moved };
  });
}

describe('a department of four people', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serving(`{ people: { ${FEW}, ordering: 5 } }`);
    served.counts.set({ rows: REAL });
  });

  it.each(['reader', 'operator'])('cannot be computed by a %s from all answers together', async (caller) => {
    const client = served.clientAs(caller);
    served.clock.goOn();
    const before = await everythingSeenBy(client);
    served.counts.set({ rows: worse(MONTHS) });
    served.clock.goOn();
    expect(await everythingSeenBy(client)).toEqual(before);
    served.counts.set({ rows: REAL });
  });

  it('is shown from afar by a ruleset without its number of people, so that these tests can fail', async () => {
    const open = await serving('{}');
    const client = open.clientAs('reader');
    open.counts.set({ rows: REAL });
    open.clock.goOn();
    const before = await everythingSeenBy(client);
    open.counts.set({ rows: worse(MONTHS) });
    open.clock.goOn();
    expect(await everythingSeenBy(client)).not.toEqual(before);
  });

  it('looks like one that is not measured, and others are shown as before', async () => {
    const client = served.clientAs('operator');
    const get = (department: string) =>
      call(client, 'getIndex', { name: `departments/${department}/indexes/2018-08`, view: 0, atLeast: '' });
    expect(await get('delivery')).toMatchObject({ indexE4: undefined, notMeasuredReason: 'NOT_SHOWN' });
    expect((await get('ordering')).indexE4).toBeDefined();
  });

  it('is shown in full to itself and to an auditor', async () => {
    for (const caller of ['member', 'auditor']) {
      const name = 'departments/delivery/indexes/2018-08';
      const index = await call(served.clientAs(caller), 'getIndex', { name, view: View.VIEW_FULL, atLeast: '' });
      expect(index.indexE4).toBeGreaterThan(0n);
      expect(index.metrics.length).toBeGreaterThan(0);
    }
  });

  it('is not in the metrics for Prometheus', async () => {
    const metrics = createMetrics('scoring', { withProcess: false });
    await new IndexMetrics(served.indexes, metrics).refresh();
    await new NewestPeriodMetrics(served.indexes, metrics).refresh();
    const { text } = await metrics.exposition();
    expect(text).toMatch(/^cx_index_points\{department="ordering"/m);
    expect(text).toMatch(/^cx_unit_points_lost\{department="ordering"/m);
    expect(text).not.toMatch(/^cx_(?:index|metric|counter|unit)\w*\{department="delivery"/m);
  });

  it('sends others no message when its index changes', async () => {
    const name = 'departments/delivery/indexes/2018-08';
    const watching = served.clientAs('reader').watchIndex({ names: [name], resumeToken: '' });
    const events: (string | undefined)[] = [];
    watching.on('error', () => {});
    watching.on('data', ({ event }: WatchIndexResponse) => events.push(event?.$case));
    await vi.waitFor(() => expect(events).toEqual(['index']));
    served.counts.set({ rows: worse(['2018-08']) });
    await new Promise((resume) => setTimeout(resume, 5 * LOOK_MS));
    expect(events.filter((one) => one === 'index')).toHaveLength(1);
    watching.cancel();
    served.counts.set({ rows: REAL });
  });
});

describe('a month of few cases', () => {
  it('cannot be computed from the months beside it and from longer periods', async () => {
    const casesOf = (month: string, metric: string) =>
      REAL.filter(
        (cell) => cell.metric === metric && cell.class === 'ACCOUNTABLE' && cell.day.startsWith(month),
      ).reduce((sum, { hits, misses }) => sum + Number(hits + misses), 0);
    const cases = (month: string) =>
      Math.max(...['delivered_by_first_promise', 'arrived_at_last'].map((metric) => casesOf(month, metric)));
    const fewest = MONTHS.toSorted((a, b) => cases(a) - cases(b))[0] ?? '';
    const served = await serving(`{ least_cases: ${cases(fewest) + 1} }`);
    const client = served.clientAs('reader');
    served.counts.set({ rows: REAL });
    served.clock.goOn();
    const before = await everythingSeenBy(client);
    const shown = await Promise.all(
      MONTHS.map((month) =>
        call(client, 'getIndex', { name: `departments/delivery/indexes/${month}`, view: 0, atLeast: '' }),
      ),
    );
    expect(shown.filter(({ indexE4 }) => indexE4 === undefined).map(({ name }) => name.slice(-7))).toEqual([fewest]);
    served.counts.set({ rows: worse([fewest]) });
    served.clock.goOn();
    expect(await everythingSeenBy(client)).toEqual(before);
  });
});
