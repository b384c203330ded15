import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { FactsServiceClient, ListChargedCasesRequest } from '#libs/contracts/cx/facts/v1/facts.js';
import { bound, type Caller } from '#libs/domain/access.js';
import type { MilestoneName } from '#libs/domain/milestone.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { deliveryFact, startDelivery } from './cases/delivery.js';
import { CASE_KEY } from './cases/source.js';

const at = (day: string) => Date.parse(`2018-03-${day}T12:00:00Z`);
const reader = (name: string, department: string): Caller => ({
  ...{ name, kind: 'person' },
  bindings: [bound('DEPARTMENT_READER', { departments: [department] })],
});
const CALLERS: readonly Caller[] = [
  reader('wanda', 'warehouse'),
  reader('dana', 'delivery'),
  { name: 'rita', kind: 'person', bindings: [bound('REVIEWER')] },
  { name: 'olist', kind: 'feed', bindings: [bound('FEED', { feeds: ['olist'] })] },
];

/** What ordering or the warehouse published about an order. */
const milestone = (order: string, name: MilestoneName, day: string, changes: object = {}) => ({
  ...{ name, unit: 'area/be', happenedAt: at(day), revision: 1, withdrawn: false, origin: 'REPORTED' as const },
  ref: caseRef(CASE_KEY, 'order', order),
  ...changes,
});
const promised = (order: string, day: string) =>
  milestone(order, 'promised', '01', { promisedDay: `2018-03-${day}`, zone: 'Europe/Berlin' });

/** Released with the limit of 3 March and handed over on the 7th; handed over, it came on the 8th. */
const LATE = ['a', 'b', 'c'];
let delivery: Awaited<ReturnType<typeof startDelivery>>;

beforeAll(async () => {
  const byName = new Map(CALLERS.map((caller) => [caller.name, caller]));
  const callersBy = () => () => namedCallers({ get: (name) => byName.get(name) });
  delivery = await startDelivery({ callersBy });
  const orders = [...LATE, 'on time', 'never released'];
  await delivery.take('ordering', [
    ...orders.map((order) => promised(order, '05')),
    ...[...LATE, 'on time'].map((order) => milestone(order, 'released', '01', { dueAt: at('03') })),
  ]);
  await delivery.take('warehouse', [
    ...LATE.map((order) => milestone(order, 'handed_over', '07')),
    milestone('on time', 'handed_over', '02'),
  ]);
  await delivery.send(
    ...LATE.map((order) => deliveryFact(order, 'delivered', '2018-03-08T12:00:00Z')),
    deliveryFact('on time', 'delivered', '2018-03-04T12:00:00Z'),
  );
  await call(delivery.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
  await delivery.sweep();
});
afterAll(() => delivery?.stop());

const ask = (who: string, change: Partial<ListChargedCasesRequest> = {}) => {
  const days = { firstDay: '2018-03-01', lastDay: '2018-03-31' };
  const request = ListChargedCasesRequest.fromPartial({ party: 'departments/warehouse', ...days, ...change });
  return call(delivery.as(FactsServiceClient, who), 'listChargedCases', request);
};

describe('a department that another one charges', () => {
  it('reads these cases of all metrics, with reason, facts and the instant of the verdict', async () => {
    const { cases, total } = await ask('wanda', { metric: 'delivered_by_first_promise' });
    expect([total, cases.map(({ caseId }) => caseId).toSorted()]).toEqual([3n, LATE]);
    expect(cases[0]).toMatchObject({
      ...{ metric: 'delivered_by_first_promise', day: '2018-03-05', hit: false, class: 3 },
      ...{ reason: 'UPSTREAM_HANDED_OVER_LATE', responsible: 'warehouse', judgedAt: expect.any(Date) },
    });
    expect(cases[0]?.known.map(({ name }) => name)).toEqual(['promised', 'released', 'handed_over', 'delivered']);
    const all = await ask('wanda');
    expect(all.total).toBeGreaterThanOrEqual(3n);
    expect(all.cases.every(({ responsible, hit }) => responsible === 'warehouse' && !hit)).toBe(true);
  });

  it('reads them page by page, each once', async () => {
    const { total } = await ask('wanda');
    const seen: string[] = [];
    let pageToken = '';
    do {
      const page = await ask('wanda', { pageSize: 2, pageToken });
      expect(page.total).toBe(total);
      seen.push(...page.cases.map(({ caseId, metric, part }) => `${caseId} ${metric} ${part}`));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect([seen.length, new Set(seen).size]).toEqual([Number(total), Number(total)]);
  });

  it('finds nothing on other days', async () => {
    expect(await ask('wanda', { firstDay: '2018-03-06' })).toMatchObject({ total: 0n, cases: [], nextPageToken: '' });
  });

  it('reads no case of which another department is charged, and no other department reads its own', async () => {
    const ordering = { party: 'departments/ordering' };
    expect(await ask('wanda', ordering).catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
    expect(await ask('dana').catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
    expect(await ask('olist').catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
    const { cases } = await ask('rita', ordering);
    const ref = caseRef(CASE_KEY, 'order', 'never released');
    expect(cases.map((one) => Buffer.from(one.caseRef).equals(ref))).toContain(true);
  });

  it('is no party outside the company: those are read by reviewers', async () => {
    const partner = { party: 'parties/partner~acme' };
    expect(await ask('rita', partner)).toMatchObject({ total: 0n });
    expect(await ask('wanda', partner).catch(refusalOf)).toMatchObject({ reason: 'NAME_INVALID' });
    expect(await ask('wanda', { party: 'parties/warehouse' }).catch(refusalOf)).toMatchObject({
      reason: 'NAME_INVALID',
    });
  });

  it('loses a case that a correction takes from it', async () => {
    const before = await ask('wanda', { metric: 'delivered_by_first_promise' });
    await delivery.take('warehouse', [milestone('c', 'handed_over', '02', { revision: 2 })]);
    const after = await ask('wanda', { metric: 'delivered_by_first_promise' });
    expect([before.total, after.total]).toEqual([3n, 2n]);
  });
});
