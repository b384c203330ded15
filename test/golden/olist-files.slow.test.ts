import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { groupBy } from '#libs/domain/group-by.js';
import { eachOrder, type TimedFact, timed } from '#test/real-orders/facts.js';
import { SEPARATED } from '#test/real-orders/separated-files.js';
import { olistRules } from '#test/rules/olist.js';
import { purePathOf } from './pure-path.js';
import { realFile } from './real-file.js';

/** The files of the marketplace as it publishes them, by the names of the map. */
const NAMES = { items: 'order_items', payments: 'order_payments', reviews: 'order_reviews' } as const;
const files = SEPARATED.flatMap((table) => {
  const path = realFile(`olist/olist_${{ ...NAMES }[table as keyof typeof NAMES] ?? table}.csv.gz`);
  return path === undefined ? [] : [{ table, path }];
});

interface Judged {
  readonly facts: readonly TimedFact[];
  readonly evaluations: readonly MetricEvaluation[];
}

/** The expected figures are those of test/oracle/olist.py, which counts the files without this product; all classes together. */
describe.skipIf(files.length < SEPARATED.length)('the six files of the marketplace, whole', () => {
  let orders: readonly Judged[];
  beforeAll(async () => {
    const facts: TimedFact[] = [];
    const words = files.map(({ table, path }) => `${table}=${path}`);
    await eachOrder('olist', words, (mapped) => facts.push(...mapped.map(timed)));
    const rules = { ordering: olistRules('ordering'), warehouse: olistRules('warehouse') };
    const all = { ...rules, delivery: olistRules('delivery'), survey: olistRules('survey') };
    const rulesOf = (source: string) => all[source as keyof typeof all];
    orders = [...groupBy(facts, ({ fact }) => fact.orderId).values()].map((own) => {
      const inTime = own.toSorted((a, b) => a.at - b.at);
      return { facts: own, evaluations: purePathOf(inTime, rulesOf).evaluations };
    });
  }, 240_000);

  const count = (some: readonly Judged[], id: string, isUnit: (unit: string) => boolean = () => true) => {
    const own = some
      .flatMap(({ evaluations }) => evaluations)
      .filter(({ metric, unit }) => metric.id === id && isUnit(unit));
    return [own.reduce((sum, { result }) => sum + result.hits, 0), own.length];
  };

  it('make the 119,063 facts of 20,000 orders', () => {
    expect([orders.length, orders.flatMap(({ facts }) => facts).length]).toEqual([20_000, 119_063]);
  });

  it.each([
    ['sp', 7_896, 8_520],
    ['rj', 2_269, 2_663],
    ['mg', 2_117, 2_278],
    ['ba', 538, 663],
    ['al', 62, 83],
    ['rr', 10, 11],
  ])('customers in %s lived %i of %i first promises kept', (state, hits, cases) => {
    expect(count(orders, 'delivered_by_first_promise', (unit) => unit === `area/${state}`)).toEqual([hits, cases]);
  });

  it.each([
    ['boleto', 1_656, 3_973],
    ['credit_card', 13_917, 14_978],
    ['debit_card', 266, 298],
    ['mixed', 412, 457],
    ['voucher', 223, 290],
  ])('payments by %s were approved in time in %i of %i orders', (method, hits, cases) => {
    expect(count(orders, 'payment_approved_in_time', (unit) => unit === `method/${method}`)).toEqual([hits, cases]);
  });

  it('orders of several sellers have one hand-over, so no seller answers for it', () => {
    const isUnattributed = (unit: string) => unit === 'origin/unattributed';
    expect(count(orders, 'handed_over_by_limit', isUnattributed)).toEqual([248, 253]);
    expect(count(orders, 'handed_over_by_limit', (unit) => !isUnattributed(unit))).toEqual([17_545, 19_504]);
  });

  it('customers are content when the order came in time, and not when it came late or never', () => {
    const journeyOf = ({ facts, evaluations }: Judged): string => {
      const promise = evaluations.find(({ metric }) => metric.id === 'delivered_by_first_promise');
      if (promise?.result.hits === 1) return 'in time';
      return facts.some(({ to }) => to === 'delivery') ? 'late' : 'never';
    };
    const journeys = groupBy(orders, journeyOf);
    const score = (journey: string) => count(journeys.get(journey) ?? [], 'customer_score');
    expect(['in time', 'late', 'never'].map(score)).toEqual([
      [14_932, 18_019],
      [334, 1_307],
      [72, 569],
    ]);
  });

  it('have no column that docs/real-orders.md does not name', () => {
    const headers = files.flatMap(({ table, path }) => {
      const [head = ''] = gunzipSync(readFileSync(path)).toString().split(/\r?\n/, 1);
      return head.split(',').map((column) => `${table} ${column}`);
    });
    expect(headers.sort()).toEqual(PAGE.map(({ table, column }) => `${table} ${column}`).sort());
  });
});

/** The rows of the table of the page: file, column, whether the import carries it. */
const PAGE = [
  ...readFileSync('docs/real-orders.md', 'utf8').matchAll(/^\| (\w+) \| `(\w+)` \| (carried|not carried): /gm),
].map(([, table = '', column = '', carried = '']) => ({ table, column, isCarried: carried === 'carried' }));

describe('the page about the real orders', () => {
  it('says of each column whether the map reads it', () => {
    const { tables } = parse(readFileSync('data/olist/import/olist.yaml', 'utf8')) as {
      readonly tables: Readonly<Record<string, { readonly columns: Readonly<Record<string, unknown>> }>>;
    };
    const read = Object.entries(tables).flatMap(([table, { columns }]) =>
      Object.values(columns).map((of) => `${table} ${typeof of === 'string' ? of : (of as { column: string }).column}`),
    );
    const carried = PAGE.flatMap(({ table, column, isCarried }) => (isCarried ? [`${table} ${column}`] : []));
    expect(carried.sort()).toEqual(read.sort());
  });
});
