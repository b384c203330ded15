import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MissPrices, priceKey } from '#libs/cases/due/due-groups.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { judgeCases } from '#libs/cases/judging/record-facts.js';
import { stateOutlook } from '#libs/cases/judging/state-outlook.js';
import { showDue } from '#libs/cases/process/show-due-on.js';
import { type DueCase, DueOutlook, FactsServiceClient, ListDueRequest } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { deliveryFact, startDelivery } from './cases/delivery.js';
import { CASE_KEY, NOW } from './cases/source.js';

/** The clock stands at noon UTC of 1 June 2018, 9 o'clock in São Paulo. */
const ZONE = 'America/Sao_Paulo';
const HOUR = 3_600_000;
const PROMISE = 'delivered_by_first_promise';
const day = (hours: number) => ({ seconds: BigInt(hours * 3_600), nanos: 0 });

let delivery: Awaited<ReturnType<typeof startDelivery>>;
let prices: MissPrices | undefined;

const about = (orderId: string) => ({
  ...{ ref: caseRef(CASE_KEY, 'order', orderId), revision: 1, withdrawn: false, origin: 'REPORTED' as const },
});
const promised = (orderId: string, promisedDay: string) => ({
  ...{ ...about(orderId), name: 'promised' as const, unit: 'unattributed', happenedAt: NOW - 240 * HOUR },
  ...{ promisedDay, zone: ZONE, destinationUnit: 'area/sp' },
});
const released = (orderId: string) => ({
  ...{ ...about(orderId), name: 'released' as const, unit: 'unattributed' },
  ...{ happenedAt: NOW - 230 * HOUR, dueAt: NOW - 100 * HOUR },
});
const handedOver = (orderId: string) => ({
  ...{ ...about(orderId), name: 'handed_over' as const, unit: 'origin/sp', happenedAt: NOW - 120 * HOUR },
});

beforeAll(async () => {
  delivery = await startDelivery({ prices: async () => prices });
  const orders = [
    ['today', '2018-06-01'],
    ['there', '2018-06-01'],
    ['with the warehouse', '2018-06-01'],
    ['yesterday', '2018-05-31'],
    ['next week', '2018-06-08'],
  ] as const;
  await delivery.take(
    'ordering',
    orders.flatMap(([id, on]) => [promised(id, on), released(id)]),
  );
  await delivery.take('warehouse', ['today', 'there', 'yesterday', 'next week'].map(handedOver));
  await delivery.send(deliveryFact('there', 'delivered', '2018-06-01T11:00:00Z'));
});
afterAll(() => delivery?.stop());

const listDue = (request: Partial<ListDueRequest> = {}) =>
  call(delivery.facts, 'listDue', {
    ...{ within: day(24), metric: PROMISE, outlook: DueOutlook.DUE_OUTLOOK_UNSPECIFIED, pageSize: 0, pageToken: '' },
    ...request,
  });
/** The milestone of a case that no feed of delivery named holds no name. */
const refOf = ({ caseRef: ref }: DueCase) =>
  ['today', 'there', 'with the warehouse', 'yesterday', 'next week'].find((id) => about(id).ref.equals(ref));
const lines = (cases: readonly DueCase[]) =>
  cases.map((one) => `${refOf(one)}: ${one.pastSaving ? 'past saving' : 'can be saved'}`);

describe('what is about to become a late parcel', () => {
  it('falls due today or is due already; a parcel that is there is safe, and next week is later', async () => {
    const { cases, totals, nextPageToken } = await listDue();
    expect(lines(cases)).toEqual(['yesterday: past saving', 'today: can be saved', 'with the warehouse: can be saved']);
    expect(totals).toEqual([
      expect.objectContaining({ metric: PROMISE, definition: 1, ofOthers: false, savable: 1n, pastSaving: 1n }),
      expect.objectContaining({ metric: PROMISE, definition: 1, ofOthers: true, savable: 1n, pastSaving: 0n }),
    ]);
    expect(nextPageToken).toBe('');
  });

  it('says until when which fact saves it, in which unit it counts, and who would answer', async () => {
    const { cases } = await listDue({ outlook: DueOutlook.DUE_OUTLOOK_SAVABLE });
    expect(cases.map(({ responsible, reason }) => [responsible, reason])).toEqual([
      ['', ''],
      ['warehouse', 'UPSTREAM_NEVER_HANDED_OVER'],
    ]);
    expect(cases[0]).toMatchObject({
      ...{ metric: PROMISE, definition: 1, unit: 'area/sp', day: '2018-06-01', part: '', pastSaving: false },
      dueAt: new Date('2018-06-02T03:00:00Z'),
      savedBy: expect.stringMatching(/^the delivery/),
      costE6: undefined,
    });
  });

  it('is found by a longer span, and by what cannot be saved any more', async () => {
    expect(lines((await listDue({ within: day(24 * 8) })).cases)).toContain('next week: can be saved');
    const past = await listDue({ outlook: DueOutlook.DUE_OUTLOOK_PAST_SAVING });
    expect(lines(past.cases)).toEqual(['yesterday: past saving']);
  });

  it.each([
    ['falls due at the end of the span', 15n * 3_600n, 3],
    ['falls due a second later', 15n * 3_600n - 1n, 1],
  ])('%s', async (_, seconds, found) => {
    expect((await listDue({ within: { seconds, nanos: 0 } })).cases).toHaveLength(found);
  });
});

describe('the list of what is about to break', () => {
  const priced = (costs: Readonly<Record<string, bigint>>): MissPrices => ({
    ...{ index: 'departments/delivery/indexes/2018-05', at: NOW },
    costsE6: new Map(Object.entries(costs).map(([id, cost]) => [priceKey({ id, definition: 1 }), cost])),
  });
  const everything = { metric: '', within: day(24 * 30) };

  it('begins with what costs most, and a miss of others costs nothing', async () => {
    prices = priced({ arrived_at_last: 226_159n, [PROMISE]: 187_467n });
    const { cases, pricedBy, pricedAt } = await listDue(everything);
    expect(cases[0]).toMatchObject({ metric: 'arrived_at_last', costE6: 226_159n });
    const costs = cases.map(({ costE6 }) => costE6);
    expect(costs).toEqual(costs.toSorted((a, b) => Number((b ?? 0n) - (a ?? 0n))));
    expect(cases.filter(({ responsible }) => responsible !== '').every(({ costE6 }) => costE6 === 0n)).toBe(true);
    expect([pricedBy, pricedAt]).toEqual(['departments/delivery/indexes/2018-05', new Date(NOW)]);
  });

  it('has every question once over its pages, also when prices change between them', async () => {
    prices = priced({ arrived_at_last: 226_159n, [PROMISE]: 187_467n });
    const whole = (await listDue(everything)).cases.map(nameOf);
    const paged: string[] = [];
    let pageToken = '';
    do {
      const page = await listDue({ ...everything, pageSize: 2, pageToken });
      paged.push(...page.cases.map(nameOf));
      pageToken = page.nextPageToken;
      prices = priced({ on_time_in_full: BigInt(paged.length) });
    } while (pageToken !== '');
    expect(paged).toEqual(whole);
    expect(new Set(paged).size).toBe(whole.length);
    expect(whole.length).toBeGreaterThan(8);
  });

  it.each([
    ['a token of another question', { within: day(25) }],
    ['a token of another metric', { within: day(24 * 30), metric: 'arrived_at_last' }],
  ])('refuses %s', async (_, other) => {
    const { nextPageToken } = await listDue({ ...everything, pageSize: 1 });
    const refused = await listDue({ ...other, pageToken: nextPageToken }).catch(refusalOf);
    expect(refused).toMatchObject({ reason: 'PAGE_INVALID', field: 'page_token' });
  });

  it('asks for a day when no span is named', async () => {
    const { cases } = await listDue({ within: undefined });
    expect(lines(cases)).toEqual(lines((await listDue()).cases));
  });

  it('is for the department itself', async () => {
    const stranger = delivery.as(FactsServiceClient, 'warehouse');
    const refused = await call(stranger, 'listDue', ListDueRequest.fromPartial({})).catch(refusalOf);
    expect(refused).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });
});

describe('what Prometheus is told', () => {
  it('is what the list says, for each metric that the company asks', async () => {
    const metrics = createMetrics('delivery', { withProcess: false });
    const clock = { now: () => NOW };
    await showDue({ database: delivery.database, department: delivery.department, clock, metrics }, new Set());
    const { text } = await metrics.exposition();
    const value = (name: string, account: string, metric = PROMISE) =>
      text
        .split('\n')
        .find((line) => line.startsWith(`${name}{`) && line.includes(`"${metric}"`) && line.includes(`"${account}"`))
        ?.split(' ')[1];
    expect(value('cx_cases_due_soon', 'accountable')).toBe('1');
    expect(value('cx_cases_due_soon', 'lived')).toBe('2');
    expect(value('cx_cases_past_saving', 'accountable')).toBe('1');
    expect(value('cx_cases_due_soon', 'accountable', 'courtesy_standards_met')).toBe('0');
  });

  it('has no series of a metric that is not asked any more', async () => {
    const metrics = createMetrics('delivery', { withProcess: false });
    metrics.casesDueSoon.set({ metric: 'gone', account: 'lived' }, 1);
    const clock = { now: () => NOW };
    await showDue({ database: delivery.database, department: delivery.department, clock, metrics }, new Set(['gone']));
    expect((await metrics.exposition()).text).not.toContain('metric="gone"');
  });
});

it('an open question that an older version wrote states what it would become when its case was judged again', async () => {
  const { database, department } = delivery;
  await database.execute('update question set as_known = 4');
  expect((await listDue()).cases).toEqual([]);
  const judge = async (tx: Parameters<typeof judgeCases>[0], refs: readonly Buffer[]) => {
    await judgeCases(
      tx,
      department,
      refs.map((ref) => ({ ref, cause: 'sweep', added: [] })),
      NOW,
    );
  };
  expect(await stateOutlook({ transaction: (work) => database.transaction(work), judge }, NOW)).toBe(5);
  expect((await listDue()).cases).toHaveLength(3);
});

it('a page and a count of 20,000 open questions go by the index', async () => {
  const { database } = delivery;
  const read = sqlFolder(new URL('../../libs/cases/due/', import.meta.url).href, './sql/');
  await database.transaction(async (tx) => {
    // Triggers would run for each of the rows, which takes eight seconds of CPU. The plans need only the rows.
    await tx.execute('set local session_replication_role = replica');
    await tx.execute(`insert into case_file (case_ref, shard)
      select substring(sha256(n::text::bytea) for 16), 1 from generate_series(1, 20000) as n`);
    await tx.execute(`insert into judged_metric (metric, definition) values ('many', 1)`);
    await tx.execute(`insert into question (case_number, metric_number, unit_number, day, due_at, state, as_known)
      select case_number, metric_number, 0, '2018-06-01', now() + case_number * interval '1 second', 1,
        case when case_number % 20 = 0 then 1 else 3 end
      from case_file, judged_metric where metric = 'many'`);
    const planOf = async (name: string, values: readonly unknown[]) =>
      (await tx.query<{ 'QUERY PLAN': string }>(`explain ${read(name).text}`, values))
        .map((row) => row['QUERY PLAN'])
        .join('\n');
    const first = ['-infinity', Buffer.alloc(0), '', ''];
    const plans = [
      await planOf('list-due', ['many', 1, 1, '-infinity', 'infinity', ...first, 51]),
      await planOf('count-at-risk', [['many'], [1], [1], ['-infinity'], ['infinity']]),
    ];
    for (const plan of plans) expect(plan).toMatch(/question_at_risk/);
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan on question/);
    await tx.execute(
      "delete from question using judged_metric where metric = 'many' and question.metric_number = judged_metric.metric_number",
    );
  });
});

function nameOf(one: DueCase): string {
  return `${refOf(one)} ${one.part} ${one.unit} ${one.metric} ${one.definition}`;
}
