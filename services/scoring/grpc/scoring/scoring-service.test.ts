import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeReceipt } from '#libs/cases/facts/receipt.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { IndexState, type Node, type ScoringServiceClient, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type Served, serveScoring } from '../../fixtures/served.js';

const AUGUST = 'departments/delivery/indexes/2018-08';
const JULY = 'departments/delivery/indexes/2018-07';
const ask = { view: View.VIEW_BASIC, atLeast: '' };

let served: Served;
let console_: ScoringServiceClient;

beforeAll(async () => {
  served = await serveScoring();
  console_ = served.clientAs('console');
});

afterAll(async () => {
  expect(served.bugs).toEqual([]);
  await served.close();
});

describe('GetIndex', () => {
  it('answers delivery in August 2018 with all it stands on', async () => {
    const index = await call(console_, 'getIndex', { ...ask, name: AUGUST });
    expect(index).toMatchObject({
      name: AUGUST,
      firstDay: '2018-08-01',
      lastDay: '2018-08-31',
      datedBy: 'month of the promised day',
      indexE4: 834_271n,
      lowerE4: 788_875n,
      upperE4: 868_146n,
      intervalMethod: 'WILSON_SQUARE_AND_ADD',
      notMeasuredReason: '',
      coverageBp: 10_000n,
      livedIndexE4: 734_748n,
      boundLowerE4: undefined,
      state: IndexState.INDEX_STATE_COMPLETE,
      origin: Origin.ORIGIN_IMPORTED,
      ruleset: '2018-first',
      waitsFor: [],
    });
    expect(index.rulesetSha256).toHaveLength(32);
    expect(index.data).toMatchObject({ missingBatches: 0n, completeThrough: new Date(Date.UTC(2018, 10, 1, 3)) });
    expect(index.metrics[0]).toMatchObject({
      metric: 'metrics/delivered_by_first_promise',
      accountable: { hits: 1_776n, cases: 1_866n, waiting: 0n },
      lived: { hits: 1_776n, cases: 1_920n },
      scoreE4: 808_842n,
      effectiveWeightBp: 7_000n,
      pointsE4: 566_190n,
      pointsToTargetE4: 0n,
    });
    expect(
      index.metrics[0]?.notAccountable.map(({ reason, responsible, counts }) => [reason, responsible, counts?.cases]),
    ).toEqual([
      ['CAUSE_UNKNOWN', 'unattributed', 17n],
      ['UPSTREAM_HANDED_OVER_LATE', 'warehouse', 28n],
      ['UPSTREAM_NEVER_HANDED_OVER', 'warehouse', 5n],
      ['UPSTREAM_NOT_RELEASED', 'ordering', 4n],
    ]);
  });

  it('shows beside it what could have been distorted for it', async () => {
    const { context } = await call(console_, 'getIndex', { ...ask, name: AUGUST });
    expect(context.map(({ figure, fromE4, toE4 }) => [figure, fromE4, toE4])).toEqual([
      ['promise_not_padded_rate', undefined, 276_000n],
      ['promised_days_mean', undefined, 164_000n],
      ['delivered_days_mean', undefined, 72_500n],
      ['parcels_delivered_by_first_promise_rate', undefined, 666_667n],
      ['customer_score_mean', undefined, 42_300n],
      ['charged_to_others_delivered_by_first_promise', undefined, 540_000n],
      ['worst_tenth_delivered_by_first_promise', undefined, 936_121n],
      ['spread_of_units_delivered_by_first_promise', undefined, 13_401n],
      ['worst_tenth_arrived_at_last', undefined, 974_747n],
      ['spread_of_units_arrived_at_last', undefined, 2_280n],
    ]);
  });

  it('answers for a unit, whose name has ~ for /', async () => {
    const name = 'departments/delivery/units/area~sp/indexes/2018-08';
    const index = await call(console_, 'getIndex', { ...ask, name });
    expect(index).toMatchObject({ name, context: [] });
    expect(index.metrics[0]?.accountable).toMatchObject({ hits: 806n, cases: 861n });
  });

  it('names the cut shard by shard only when asked for everything', async () => {
    const [basic, full] = await Promise.all(
      [View.VIEW_BASIC, View.VIEW_FULL].map((view) => call(console_, 'getIndex', { ...ask, name: AUGUST, view })),
    );
    expect(basic?.data?.shards).toEqual([]);
    expect(full?.data?.shards).toMatchObject([{ shard: 'delivery/1', epoch: 1n }]);
  });

  it('says of generated contacts that they are, and still answers', async () => {
    const index = await call(console_, 'getIndex', { ...ask, name: 'departments/support/indexes/2018-08' });
    expect(index.origin).toBe(Origin.ORIGIN_GENERATED);
    expect(index.indexE4).toBeGreaterThan(0n);
    // No feed of support has declared anything here, so it cannot be complete.
    expect(index.state).toBe(IndexState.INDEX_STATE_COLLECTING);
  });

  it('has no index, not 0, for an area with fewer than 30 parcels', async () => {
    const units = await call(console_, 'listIndexes', {
      parent: 'departments/delivery/units/-',
      filter: 'period = "2018-08" AND measured = false',
      orderBy: 'cases desc',
      pageSize: 1,
      pageToken: '',
    });
    expect(units.indexes[0]).toMatchObject({ indexE4: undefined, notMeasuredReason: 'TOO_FEW_CASES' });
    expect(units.indexes[0]?.metrics[0]?.accountable?.cases).toBeLessThan(30n);
  });

  it.each([
    ['', 'NAME_INVALID'],
    ['delivery', 'NAME_INVALID'],
    ['departments/delivery', 'NAME_INVALID'],
    ['departments/-/indexes/2018-08', 'NAME_INVALID'],
    ['departments/delivery/indexes/2018-08/', 'PERIOD_INVALID'],
    ['departments/delivery/units/area/sp/indexes/2018-08', 'NAME_INVALID'],
    ['departments/delivery/units/AREA~SP/indexes/2018-08', 'NAME_INVALID'],
    ['departments/marketing/indexes/2018-08', 'DEPARTMENT_UNKNOWN'],
    ['departments/survey/indexes/2018-08', 'DEPARTMENT_UNKNOWN'],
    ['departments/delivery/indexes/August', 'PERIOD_INVALID'],
    ['departments/delivery/indexes/2018-09', 'PERIOD_NOT_IN_CALENDAR'],
    ['departments/delivery/units/area~atlantis/indexes/2018-08', 'UNIT_UNKNOWN'],
  ])('refuses "%s" with %s', async (name, reason) => {
    expect(await refusal(call(console_, 'getIndex', { ...ask, name }))).toMatchObject({ reason, field: 'name' });
  });

  it('is for those who may read', async () => {
    const ordering = served.clientAs('ordering');
    expect(await refusal(call(ordering, 'getIndex', { ...ask, name: AUGUST }))).toMatchObject({
      reason: 'CALLER_NOT_ALLOWED',
    });
    const unknown = served.clientAs('mallory');
    expect(await refusal(call(unknown, 'getIndex', { ...ask, name: AUGUST }))).toMatchObject({
      reason: 'CALLER_UNKNOWN',
    });
  });

  it('reads the counts once for many who ask at once, and not again while they stand', async () => {
    served.counts.set({});
    served.clock.goOn();
    const before = served.counts.reads;
    await Promise.all(Array.from({ length: 40 }, () => call(console_, 'getIndex', { ...ask, name: JULY })));
    expect(served.counts.reads - before).toBe(1);
    served.clock.goOn();
    await call(console_, 'getIndex', { ...ask, name: JULY });
    expect(served.counts.reads - before).toBe(1);
  });
});

describe('GetIndex with a receipt', () => {
  const receipt = encodeReceipt({ source: 'delivery', positions: [{ shard: 1, outboxId: 7n }] });
  const name = AUGUST;

  it('waits until the batch is counted, and answers with counts that contain it', async () => {
    const rows = served.counts.rows;
    const answer = call(console_, 'getIndex', { ...ask, name, atLeast: receipt }, { deadlineMs: 600_000 });
    await vi.waitFor(() => expect(served.asked.receipts).toBeGreaterThan(1)); // asked again, so it was not sealed
    served.receipts.set(receipt, { sealed: true, batches: ['delivery/1:1:4711'] });
    await vi.waitFor(() => expect(served.counts.askedApplied).toBeGreaterThan(1)); // and not counted
    const [first] = rows.filter(({ metric, day }) => metric === 'arrived_at_last' && day.startsWith('2018-08'));
    served.counts.set({ rows: [...rows, { ...(first as (typeof rows)[number]), hits: 1n, misses: 0n }] });
    served.counts.applied.add('delivery/1:1:4711');
    const index = await answer;
    served.counts.set({ rows });
    served.clock.goOn();
    expect(index.metrics[1]?.accountable).toMatchObject({ hits: 1_879n, cases: 1_895n });
  });

  it('says so when the deadline comes first, before the caller stops listening', async () => {
    served.receipts.set(receipt, { sealed: true, batches: ['delivery/1:1:4712'] });
    const late = call(console_, 'getIndex', { ...ask, name, atLeast: receipt }, { deadlineMs: 70_000 });
    // The clock is a minute and more ahead; so this deadline is near.
    expect(await refusal(late)).toMatchObject({ reason: 'RECEIPT_NOT_REACHED', field: 'at_least' });
  });

  it('needs nothing for a call that judged nothing', async () => {
    const nothing = encodeReceipt({ source: 'delivery', positions: [] });
    served.receipts.set(nothing, { sealed: true, batches: [] });
    const index = await call(console_, 'getIndex', { ...ask, name, atLeast: nothing }, { deadlineMs: 600_000 });
    expect(index.indexE4).toBe(834_271n);
  });

  it('refuses a text that is no receipt', async () => {
    const wrong = call(console_, 'getIndex', { ...ask, name, atLeast: 'yesterday' });
    expect(await refusal(wrong)).toMatchObject({ reason: 'RECEIPT_INVALID', field: 'at_least' });
  });
});

describe('cases that wait for a silent feed', () => {
  it('leave an index with its bounds, and say for whom', async () => {
    const waiting = [
      {
        source: 'delivery' as const,
        metric: 'delivered_by_first_promise',
        definition: 1,
        unit: 'area/sp',
        day: '2018-08-20',
        cases: 34n,
        waitsFor: 'delivery/carrier-acme',
      },
    ];
    served.counts.set({ waiting });
    served.clock.goOn();
    const index = await call(console_, 'getIndex', { ...ask, name: AUGUST });
    served.counts.set({ waiting: [] });
    served.clock.goOn();
    expect(index).toMatchObject({ indexE4: 834_271n, boundLowerE4: 771_099n, boundUpperE4: 837_292n });
    expect(index.waitsFor).toEqual(['delivery/carrier-acme']);
    expect(index.metrics[0]?.accountable?.waiting).toBe(34n);
  });
});

describe('BatchGetIndexes', () => {
  it('keeps the order and names what there is not', async () => {
    const names = [JULY, 'departments/delivery/indexes/2018-09', AUGUST, 'departments/marketing/indexes/2018-08', JULY];
    const { indexes, missing } = await call(console_, 'batchGetIndexes', { names, view: View.VIEW_BASIC });
    expect(indexes.map(({ name }) => name)).toEqual([JULY, AUGUST, JULY]);
    expect(missing).toEqual([names[1], names[3]]);
    expect(new Set(indexes.map(({ data }) => data?.progressVersion)).size).toBe(1);
  });

  it.each([
    ['no name', [], 'TOO_MANY_NAMES', 'names'],
    ['501 names', Array.from({ length: 501 }, () => AUGUST), 'TOO_MANY_NAMES', 'names'],
    ['a name without form', [AUGUST, 'delivery'], 'NAME_INVALID', 'names[1]'],
  ])('refuses %s', async (_, names, reason, field) => {
    expect(await refusal(call(console_, 'batchGetIndexes', { names, view: View.VIEW_BASIC }))).toMatchObject({
      reason,
      field,
    });
  });
});

describe('ListIndexes', () => {
  const list = { parent: 'departments/delivery', filter: '', orderBy: '', pageSize: 0, pageToken: '' };

  it('lists the months of the calendar', async () => {
    const { indexes, nextPageToken } = await call(console_, 'listIndexes', list);
    expect([indexes.length, indexes[0]?.firstDay, indexes.at(-1)?.firstDay]).toEqual([19, '2017-02-01', '2018-08-01']);
    expect(nextPageToken).toBe('');
  });

  it('finds the worst month of those that are measured', async () => {
    const filter = 'period >= "2018-03" AND period < "2018-08" AND measured = true';
    const { indexes } = await call(console_, 'listIndexes', { ...list, filter, orderBy: 'index_e4' });
    expect(indexes.map(({ firstDay }) => firstDay.slice(0, 7))).toEqual([
      '2018-03',
      '2018-04',
      '2018-06',
      '2018-05',
      '2018-07',
    ]);
  });

  it('lists the units of a month, largest first, and pages through them without gap or repeat', async () => {
    const units = {
      ...list,
      parent: 'departments/delivery/units/-',
      filter: 'period = "2018-08"',
      orderBy: 'cases desc',
    };
    const all = await call(console_, 'listIndexes', units);
    expect(all.indexes[0]?.name).toBe('departments/delivery/units/area~sp/indexes/2018-08');
    const paged: string[] = [];
    let pageToken = '';
    do {
      const page = await call(console_, 'listIndexes', { ...units, pageSize: 10, pageToken });
      paged.push(...page.indexes.map(({ name }) => name));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(paged).toEqual(all.indexes.map(({ name }) => name));
  });

  it('lists units of the newest measured month when none is named, and groups them by their first names', async () => {
    const filter = 'depth = 1';
    const { indexes } = await call(console_, 'listIndexes', {
      ...list,
      parent: 'departments/delivery/units/-',
      filter,
    });
    expect(indexes.map(({ name }) => name)).toEqual(['departments/delivery/units/area/indexes/2018-08']);
    expect(indexes[0]?.indexE4).toBe(834_271n);
  });

  it('lists all departments by month, in the order of the journey', async () => {
    const filter = 'period = "2018-08"';
    const { indexes } = await call(console_, 'listIndexes', { ...list, parent: 'departments/-', filter });
    expect(indexes.map(({ name }) => name.split('/')[1])).toEqual(['ordering', 'warehouse', 'delivery', 'support']);
  });

  it.each([
    ['an unknown field', { filter: 'color = "red"' }, 'FILTER_INVALID', 'there are period, kind, measured and depth'],
    ['a filter without form', { filter: 'period' }, 'FILTER_INVALID', 'field = value'],
    ['a period that is none', { filter: 'period = "2018-8"' }, 'FILTER_INVALID', 'no period'],
    [
      'months among twelve months',
      { filter: 'period = "2018-08" AND period = "2018-08-12m"' },
      'FILTER_INVALID',
      'apart',
    ],
    ['months among weeks', { filter: 'period = "2018-08" AND kind = week' }, 'FILTER_INVALID', 'apart'],
    ['an unknown kind', { filter: 'kind = fortnight' }, 'FILTER_INVALID', 'pay_period'],
    ['another order', { orderBy: 'name' }, 'ORDER_BY_INVALID', 'order by'],
    ['a negative page', { pageSize: -1 }, 'PAGE_INVALID', '0 or more'],
    ['a text that is no token', { pageToken: 'x' }, 'PAGE_INVALID', 'same question'],
    ['a parent that is none', { parent: 'delivery' }, 'NAME_INVALID', 'form'],
    ['an unknown department', { parent: 'departments/x' }, 'DEPARTMENT_UNKNOWN', 'ordering'],
    ['an unknown unit', { parent: 'departments/delivery/units/area~xx' }, 'UNIT_UNKNOWN', 'counted'],
  ])('refuses %s', async (_, wrong, reason, says) => {
    const refused = await refusal(call(console_, 'listIndexes', { ...list, ...wrong }));
    expect(refused).toMatchObject({ reason, message: expect.stringContaining(says) });
  });

  it('refuses a token of another question', async () => {
    const { nextPageToken } = await call(console_, 'listIndexes', { ...list, pageSize: 5 });
    const other = { ...list, parent: 'departments/ordering', pageSize: 5, pageToken: nextPageToken };
    expect(await refusal(call(console_, 'listIndexes', other))).toMatchObject({
      reason: 'PAGE_INVALID',
      field: 'page_token',
    });
  });
});

describe('ExplainIndex', () => {
  it('adds up, and says what ten fewer late parcels are worth', async () => {
    const { index, root, reasons } = await call(console_, 'explainIndex', { name: AUGUST });
    expect([root?.pointsE4, root?.lostE4]).toEqual([index?.indexE4, 1_000_000n - (index?.indexE4 ?? 0n)]);
    expect(sumOf(root)).toBe(index?.indexE4);
    expect(reasons.length).toBeLessThanOrEqual(4);
    expect(reasons[0]).toMatchObject({
      text: expect.stringContaining('10 fewer late parcels = +1.9'),
      gainE4: 18_757n,
    });
  });

  it('of a unit explains that unit', async () => {
    const { root } = await call(console_, 'explainIndex', {
      name: 'departments/delivery/units/area~sp/indexes/2018-08',
    });
    expect(root?.label).toBe('delivery/area/sp');
    expect(sumOf(root)).toBe(root?.pointsE4);
  });
});

describe('CompareIndexes', () => {
  it('splits what moved, with the balancing figures beside it', async () => {
    const change = await call(console_, 'compareIndexes', { from: JULY, to: AUGUST, unitDepth: 2 });
    expect(change).toMatchObject({
      changeE4: -61_677n,
      changeLowerE4: -116_999n,
      changeUpperE4: -4_413n,
      detectable: true,
    });
    expect(change.parts.reduce((sum, { pointsE4 }) => sum + pointsE4, 0n)).toBe(-61_677n);
    // Nothing was counted of July's promises here, so that is unset and not 0.
    expect(change.context.find(({ figure }) => figure === 'promised_days_mean')).toMatchObject({
      fromE4: undefined,
      toE4: 164_000n,
    });
    expect(change.context.find(({ figure }) => figure.startsWith('charged'))).toMatchObject({
      fromE4: 70_000n,
      toE4: 540_000n,
    });
  });

  it.each([
    ['of two departments', 'departments/ordering/indexes/2018-07', 'NOT_COMPARABLE', 'to'],
    ['with a month that is not measured', 'departments/delivery/indexes/2017-02', 'NOT_COMPARABLE', 'from'],
    ['with a month outside the calendar', 'departments/delivery/indexes/2016-12', 'PERIOD_NOT_IN_CALENDAR', 'name'],
    ['with a name that is none', 'July', 'NAME_INVALID', 'from'],
  ])('is refused %s', async (_, from, reason, field) => {
    const refused = await refusal(call(console_, 'compareIndexes', { from, to: AUGUST, unitDepth: 0 }));
    expect(refused).toMatchObject({ reason, field });
  });
});

describe('ListMisses', () => {
  const misses = { parent: AUGUST, groupBy: 'responsible', compareWith: '', metric: 'delivered_by_first_promise' };

  it('ranks who answers for them, with July beside', async () => {
    const { groups, totalMisses } = await call(console_, 'listMisses', misses);
    expect(totalMisses).toBe(144n);
    expect(groups.map(({ label, misses: now, missesBefore }) => [label, now, missesBefore])).toEqual([
      ['delivery', 90n, 32n], // 1,438 - 1,406
      ['warehouse', 33n, 3n],
      ['unattributed', 17n, 3n],
      ['ordering', 4n, 1n],
    ]);
  });

  it('counts every scored metric when none is named', async () => {
    const { groups } = await call(console_, 'listMisses', { ...misses, groupBy: 'metric', metric: '' });
    expect(groups.map(({ label, misses: now }) => [label, now])).toEqual([
      ['delivered_by_first_promise', 144n],
      ['arrived_at_last', 16n],
    ]);
  });

  it.each(['first_response_in_time', 'first_response_within_60_minutes'])(
    'answers for a metric that is called %s, under its id',
    async (metric) => {
      const parent = 'departments/support/indexes/2018-08';
      const { groups } = await call(console_, 'listMisses', { ...misses, parent, groupBy: 'metric', metric });
      expect(groups.map(({ label, misses: now }) => [label, now])).toEqual([['first_response_in_time', 218n]]);
    },
  );

  it('of all departments names each', async () => {
    const all = { ...misses, parent: 'departments/-/indexes/2018-08', groupBy: 'unit:1', metric: '' };
    const { groups } = await call(console_, 'listMisses', all);
    expect(groups.map(({ label }) => label).sort()).toEqual([
      'delivery/area',
      'ordering/method',
      'support/site',
      'warehouse/origin',
    ]);
  });

  it.each([
    ['by nothing', { groupBy: '' }, 'GROUP_BY_INVALID', 'group_by'],
    ['of a metric that is not scored there', { metric: 'order_kept' }, 'METRIC_UNKNOWN', 'metric'],
    ['against no period', { compareWith: 'July' }, 'PERIOD_INVALID', 'compare_with'],
    [
      'of a month outside the calendar',
      { parent: 'departments/delivery/indexes/2018-09' },
      'PERIOD_NOT_IN_CALENDAR',
      'name',
    ],
    ['of all units', { parent: 'departments/delivery/units/-/indexes/2018-08' }, 'NAME_INVALID', 'parent'],
  ])('is refused %s', async (_, wrong, reason, field) => {
    expect(await refusal(call(console_, 'listMisses', { ...misses, ...wrong }))).toMatchObject({ reason, field });
  });
});

describe('ListMetrics', () => {
  it('describes a metric in the words of the catalogue, with its anchors', async () => {
    const { metrics } = await call(console_, 'listMetrics', {
      parent: 'departments/delivery',
      pageSize: 0,
      pageToken: '',
    });
    expect(metrics.map(({ name }) => name)).toEqual(DELIVERY.map(({ id }) => `metrics/${id}`));
    expect(metrics[0]).toMatchObject({ role: 'SCORED', weightBp: 7_000n, floorPpm: 800_000n, worldClassPpm: 990_000n });
    expect(metrics[0]?.definitionSha256).toHaveLength(32);
  });

  it('names metrics as GetIndex does, by ids without a limit', async () => {
    const page = { parent: 'departments/support', pageSize: 0, pageToken: '' };
    const { metrics } = await call(console_, 'listMetrics', page);
    const name = 'departments/support/indexes/2018-08';
    const index = await call(console_, 'getIndex', { ...ask, name });
    const weighed = metrics.filter(({ weightBp }) => weightBp > 0n);
    expect(weighed.map((metric) => metric.name)).toEqual([
      'metrics/first_response_in_time',
      'metrics/solved_without_second_contact',
      'metrics/goodwill_paid_by_promised_day',
    ]);
    expect(index.metrics.map(({ metric }) => metric)).toEqual(weighed.map((metric) => metric.name));
    expect(metrics.every(({ name: id }) => !/\d/.test(id))).toBe(true);
  });

  it('lists what balances and what customers say too, without weight', async () => {
    const { metrics } = await call(console_, 'listMetrics', { parent: 'departments/-', pageSize: 0, pageToken: '' });
    const padded = metrics.find(({ name }) => name === 'metrics/promise_not_padded');
    expect(padded).toMatchObject({ role: 'BALANCING', weightBp: 0n, floorPpm: undefined });
    expect(metrics.some(({ owner }) => owner === 'survey')).toBe(true);
  });
});

function sumOf(node: Node | undefined): bigint {
  if (node === undefined || node.children.length === 0) return node?.pointsE4 ?? 0n;
  return node.children.reduce((sum, child) => sum + sumOf(child), 0n);
}

async function refusal(answer: Promise<unknown>) {
  const error = await answer.then(
    () => new Error('it was answered'),
    (failed: unknown) => failed,
  );
  const refused = refusalOf(error);
  if (refused === undefined) throw error;
  return refused;
}
