import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FactResult, FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import { type OrderFact, OrderingServiceClient } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { documentsOf } from './cases/documents.js';
import { approved, placed, startOrdering } from './cases/ordering.js';

const [NOT_SAID, REPORTED, IMPORTED] = [0, 1, 2];

let ordering: Awaited<ReturnType<typeof startOrdering>>;
let publish: ReturnType<typeof documentsOf>;

/** Publishes the document and lets the process read it, as it does every second. */
async function feeds(...lines: readonly string[]): Promise<void> {
  await publish('feeds', ['valid_from: 2018-01-01', 'feeds:', ...lines.map((line) => `  ${line}`)].join('\n'));
  await ordering.feeds.refresh(ordering.database);
}
const send = (feed: string, facts: OrderFact[], origin = REPORTED) =>
  call(ordering.as(OrderingServiceClient, feed), 'recordOrderFacts', { facts, origin });
const results = async (...sent: Parameters<typeof send>) =>
  (await send(...sent)).outcomes.map(({ result, reason }) => reason || FactResult[result].slice(12));
const refusal = (...sent: Parameters<typeof send>) => send(...sent).catch(refusalOf);
const declare = (feed: string, day: string) =>
  call(ordering.as(FactsServiceClient, feed), 'declareComplete', { completeThrough: new Date(`${day}T00:00:00Z`) });
const listed = () => call(ordering.as(FactsServiceClient, 'console'), 'listFeeds', {});
const judged = async (caseId: string) => {
  await ordering.sweep();
  const rest = { definition: 0, unit: '', outcome: 0, responsible: '', pageSize: 50, pageToken: '' };
  const asked = { metric: 'payment_approved_in_time', firstDay: '2018-01-01', lastDay: '2018-12-31', ...rest };
  const page = await call(ordering.as(FactsServiceClient, 'console'), 'listObservations', asked);
  return page.observations.some((one) => one.caseId === caseId);
};

beforeAll(async () => {
  ordering = await startOrdering();
  publish = documentsOf(ordering.database);
});
afterAll(() => ordering?.stop());

describe('a department to which no document feeds has come', () => {
  it('takes facts of every feed whose name has the form of one', async () => {
    expect(await results('any-shop', [placed('early'), approved('early')])).toEqual(['RECORDED', 'RECORDED']);
    expect(await listed()).toMatchObject({ feedsVersion: 0, permitted: [] });
  });

  it.each([
    ['an operator', 'console', 'CALLER_NOT_ALLOWED'],
    ['another department', 'delivery', 'CALLER_NOT_ALLOWED'],
    ['a name that no feed can have', 'Shop One', 'CALLER_UNKNOWN'],
  ])('takes no facts of %s', async (_, caller, reason) => {
    expect(await refusal(caller, [placed('no')])).toMatchObject({ reason });
  });
});

describe('a department with a document feeds', () => {
  it('takes facts only of the feeds that the document lets report to it, and says what to do', async () => {
    await feeds('shop: { reports: [{ to: ordering }] }', 'tracking: { reports: [{ to: delivery }] }');
    expect(await results('shop', [placed('a')])).toEqual(['RECORDED']);
    const elsewhere = await refusal('tracking', [placed('b')]);
    expect(elsewhere).toMatchObject({ reason: 'CALLER_NOT_ALLOWED', status: 'PERMISSION_DENIED' });
    expect(String((elsewhere as { message: string }).message)).toContain(
      'feeds.yaml does not let tracking report to ordering (it lets shop report); version 1 holds today',
    );
    expect(await refusal('any-shop', [placed('c')])).toMatchObject({
      reason: 'CALLER_NOT_ALLOWED',
      message: expect.stringContaining('feeds.yaml has no feed any-shop'),
    });
  });

  it('refuses kinds of facts one by one that the feed may not report, and keeps their neighbours', async () => {
    await feeds('shop: { reports: [{ to: ordering, facts: [placed] }] }', 'psp: { reports: [{ to: ordering }] }');
    const { outcomes } = await send('shop', [placed('d'), approved('d'), placed('e')]);
    expect(outcomes.map(({ reason }) => reason)).toEqual(['', 'FACT_NOT_PERMITTED', '']);
    expect(outcomes[1]?.detail).toBe(
      'feeds.yaml does not let shop report facts of the kind payment_approved; it may report placed',
    );
    expect(await results('psp', [approved('d')])).toEqual(['RECORDED']);
  });

  it('lets a feed withdraw what it has reported, although it may not report such facts any more', async () => {
    await feeds('shop: { reports: [{ to: ordering, facts: [canceled] }] }');
    const withdrawal = { $case: 'withdrawal', value: { factId: 'placed-e' } } as const;
    expect(await results('shop', [{ ...placed('e'), factId: 'back', what: withdrawal }])).toEqual(['RECORDED']);
  });

  it('follows a change in a stream that has begun before it', async () => {
    await feeds('shop: { reports: [{ to: ordering }] }');
    const stream = ordering.as(OrderingServiceClient, 'shop').streamOrderFacts();
    const answer = () => new Promise((resolve, reject) => stream.once('data', resolve).once('error', reject));
    stream.write({ portion: { facts: [placed('s1')], origin: REPORTED } });
    expect(await answer()).toMatchObject({ portion: { outcomes: [{ reason: '' }] } });
    await feeds('psp: { reports: [{ to: ordering }] }');
    const refused = answer();
    stream.write({ portion: { facts: [placed('s2')], origin: REPORTED } });
    expect(await refused.catch(refusalOf)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED' });
  });
});

describe('the defaults of the document', () => {
  const withoutZone = (id: string) => placed(id, {}, { zone: '' });

  it('stand for what a call and a fact do not state', async () => {
    await feeds('shop: { reports: [{ to: ordering, origin: IMPORTED, zone: Europe/Berlin }] }');
    expect(await results('shop', [withoutZone('f')], NOT_SAID)).toEqual(['RECORDED']);
    const stated = placed('f', {}, { zone: 'Europe/Berlin' });
    expect(await results('shop', [stated], IMPORTED)).toEqual(['ALREADY_RECORDED']);
  });

  it('count before those that the feed declared, field by field', async () => {
    await feeds('shop: { reports: [{ to: ordering, origin: IMPORTED }] }');
    const shop = ordering.as(FactsServiceClient, 'shop');
    const { defaults } = await call(shop, 'declareDefaults', { origin: REPORTED, zone: 'Europe/Lisbon' });
    expect(defaults).toEqual({ feed: 'shop', origin: IMPORTED, zone: 'Europe/Lisbon' });
    expect(await results('shop', [withoutZone('g')], NOT_SAID)).toEqual(['RECORDED']);
    const stated = placed('g', {}, { zone: 'Europe/Lisbon' });
    expect(await results('shop', [stated], IMPORTED)).toEqual(['ALREADY_RECORDED']);
    expect(await listed()).toMatchObject({
      permitted: [{ feed: 'shop', facts: [], origin: IMPORTED, zone: '', lateAfterHours: 6 }],
    });
  });
});

describe('cases wait for the feeds of the document', () => {
  it('and not for a feed that it does not permit any more', async () => {
    await feeds('old: { reports: [{ to: ordering }] }', 'new: { reports: [{ to: ordering }] }');
    expect(await results('old', [placed('w'), approved('w')], IMPORTED)).toEqual(['RECORDED', 'RECORDED']);
    await results('new', [placed('x')], IMPORTED);
    await declare('new', '2018-05-01');
    expect(await judged('w')).toBe(false);
    await feeds('new: { reports: [{ to: ordering }] }');
    expect(await judged('w')).toBe(true);
  });

  it('also for one that has not reported anything yet', async () => {
    await feeds('new: { reports: [{ to: ordering }] }', 'branch: { reports: [{ to: ordering }] }');
    const late = { happenedAt: new Date('2018-03-20T12:00:00Z') };
    await results('new', [placed('y', late, { promisedDay: '2018-04-02' }), approved('y', late)], IMPORTED);
    expect(await judged('y')).toBe(false);
    await declare('branch', '2018-04-30');
    expect(await judged('y')).toBe(true);
  });
});
