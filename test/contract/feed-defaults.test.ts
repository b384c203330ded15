import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { approved, placed, startOrdering } from './cases/ordering.js';

let ordering: Awaited<ReturnType<typeof startOrdering>>;
const NOT_SAID = 0;
const IMPORTED = 2;
const declare = (origin: number, zone: string) => call(ordering.facts, 'declareDefaults', { origin, zone });
const withoutZone = (id: string, factId = id) => placed(id, { factId }, { zone: '' });
const results = async (...sent: Parameters<typeof ordering.send>) =>
  (await ordering.send(...sent)).outcomes.map(({ result, reason }) => reason || FactResult[result].slice(12));

beforeAll(async () => {
  ordering = await startOrdering();
});
beforeEach(async () => {
  await declare(NOT_SAID, '');
});
afterAll(() => ordering?.stop());

describe('a feed that declared no defaults', () => {
  it('is refused without an origin, and its facts without a zone', async () => {
    const refused = ordering.send([placed('none')], NOT_SAID).catch(refusalOf);
    expect(await refused).toMatchObject({ reason: 'ORIGIN_MISSING', field: 'origin' });
    expect(await results([withoutZone('none'), placed('neighbour')])).toEqual(['ZONE_UNKNOWN', 'RECORDED']);
  });

  it('that declares some holds up no case: it has not reported anything', async () => {
    await declare(IMPORTED, 'Europe/Berlin');
    const { feeds, defaults } = await call(ordering.facts, 'listFeeds', {});
    expect(defaults).toEqual([{ feed: 'olist', origin: IMPORTED, zone: 'Europe/Berlin' }]);
    expect(feeds.filter(({ feed }) => feed !== 'olist')).toEqual([]);
  });
});

describe('a feed that declared its origin and its zone', () => {
  it('need not repeat them, and its facts are stored with them', async () => {
    await declare(IMPORTED, 'Pacific/Auckland');
    expect(await results([withoutZone('nz'), approved('nz')], NOT_SAID)).toEqual(['RECORDED', 'RECORDED']);
    await call(ordering.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
    await ordering.sweep();
    // Noon in UTC is one o'clock in the night of the 21st in Auckland, and the limit a day later.
    const day = { firstDay: '2018-02-22', lastDay: '2018-02-22' };
    const rest = { definition: 0, unit: '', outcome: 0, responsible: '', pageSize: 50, pageToken: '' };
    const page = await call(ordering.facts, 'listObservations', {
      metric: 'payment_approved_in_time',
      ...day,
      ...rest,
    });
    expect(page.observations).toMatchObject([{ caseId: 'nz', hit: true }]);
    expect((await call(ordering.facts, 'listFeeds', {})).feeds).toMatchObject([{ feed: 'olist', origin: IMPORTED }]);
  });

  it('may state others: what a call and a fact state counts', async () => {
    await declare(IMPORTED, 'Pacific/Auckland');
    expect(await results([placed('own', {}, { zone: 'Europe/Berlin' })], 1)).toEqual(['RECORDED']);
    expect(await results([placed('mars', {}, { zone: 'Mars/Olympus' })])).toEqual(['ZONE_UNKNOWN']);
  });

  it('may send a fact with and without its default: it is the same fact', async () => {
    await declare(IMPORTED, 'Europe/Berlin');
    expect(await results([withoutZone('same')], NOT_SAID)).toEqual(['RECORDED']);
    const stated = placed('same', { factId: 'same' }, { zone: 'Europe/Berlin' });
    expect(await results([stated], IMPORTED)).toEqual(['ALREADY_RECORDED']);
    expect(await results([withoutZone('same')], NOT_SAID)).toEqual(['ALREADY_RECORDED']);
  });

  it('has sent another fact, once its default is another one', async () => {
    await declare(IMPORTED, 'Europe/Berlin');
    await ordering.send([withoutZone('moved')], NOT_SAID);
    await declare(IMPORTED, 'Europe/Lisbon');
    expect(await results([withoutZone('moved')], NOT_SAID)).toEqual(['FACT_ID_REUSED']);
  });
});

it.each([
  ['an origin that is not known', 9, '', 'ORIGIN_MISSING', 'origin'],
  ['a zone that does not exist', 1, 'Mars/Olympus', 'ZONE_UNKNOWN', 'zone'],
])('%s cannot be declared', async (_, origin, zone, reason, field) => {
  expect(await declare(origin, zone).catch(refusalOf)).toMatchObject({ reason, field });
});
