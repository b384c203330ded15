import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Zone } from '#libs/domain/time.js';
import type { MappedFact } from '#libs/maps/facts/fact.js';
import { readMap } from '#libs/maps/read-map.js';
import { dryRun } from './mapped/dry-run.js';
import { jsonOf } from './mapped/messages.js';
import { openMap } from './mapped/open-map.js';
import { prepare } from './mapped/prepare.js';

const FOLDER = 'cli/import/maps';
const EXAMPLES = readdirSync(join(FOLDER, 'examples'));
const names = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

async function factsOf(name: string, zone: Zone | 'none' = 'Europe/Berlin'): Promise<readonly MappedFact[]> {
  const example = EXAMPLES.find((file) => file.startsWith(`${name}.`)) ?? '';
  const { map } = openMap(join(FOLDER, `${name}.yaml`), zone === 'none' ? undefined : zone);
  const refused: string[] = [];
  const run = await dryRun(await prepare([join(FOLDER, 'examples', example)], map), 100, (line) => refused.push(line));
  expect(refused).toEqual([]);
  return run.first;
}

const idsOf = async (name: string) => (await factsOf(name)).map(({ fact }) => fact['factId']);
const jsonOfFact = async (name: string, id: string, ...zone: [] | ['none']) => {
  const found = (await factsOf(name, ...zone)).find(({ fact }) => fact['factId'] === id);
  return found === undefined ? undefined : (jsonOf(found) as Record<string, unknown>);
};

describe('the shipped maps', () => {
  it.each(names)('%s has no mistake and an example file', (file) => {
    const read = readMap(readFileSync(join(FOLDER, file), 'utf8'));
    expect(read.kind === 'findings' ? read.findings : []).toEqual([]);
    expect(EXAMPLES.filter((example) => example.startsWith(`${file.slice(0, -5)}.`))).toHaveLength(1);
  });

  it('take the orders of Shopify, whose export has a row for each line item', async () => {
    expect(await idsOf('shopify-orders')).toEqual([
      ...['#1001/placed', '#1001/paid', '#1001/released', '#1001/handed-over'],
      ...['#1002/placed', '#1002/paid', '#1002/released', '#1002/handed-over'],
      ...['#1003/placed', '#1003/released', '#1004/placed', '#1004/canceled'],
    ]);
    expect(await jsonOfFact('shopify-orders', '#1002/placed')).toMatchObject({
      happenedAt: '2026-03-02T10:00:00.000Z',
      placed: {
        promisedDay: '2026-03-07',
        destinationUnit: 'area/at',
        items: 1,
        payments: [{ method: 'gift_card' }, { method: 'paypal-express-checkout' }],
      },
    });
    expect(await jsonOfFact('shopify-orders', '#1003/placed')).toMatchObject({
      placed: { payments: [{ method: 'cash-on-delivery-cod', settlement: 'SETTLEMENT_ON_DELIVERY' }] },
    });
  });

  it('take each fulfillment of Shopify as a parcel of its order, and no canceled one', async () => {
    expect(await idsOf('shopify-fulfillments')).toEqual([
      ...['#1001.1/released', '#1001.1/handed-over', '#1001.1/delivered', '#1001.2/released', '#1001.2/handed-over'],
    ]);
    expect(await jsonOfFact('shopify-fulfillments', '#1001.2/released')).toMatchObject({
      orderId: '#1001',
      parcelId: '#1001.2',
      released: { carrier: 'UPS', originUnit: 'origin/78' },
    });
  });

  it('take the orders of WooCommerce, with the time of a cancellation unknown', async () => {
    expect(await jsonOfFact('woocommerce-orders', '1074/canceled')).toMatchObject({ canceled: { timeUnknown: true } });
    expect(await jsonOfFact('woocommerce-orders', '1073/placed')).toMatchObject({
      happenedAt: '2026-03-02T22:30:00.000Z',
      placed: { payments: [{ method: 'cod', settlement: 'SETTLEMENT_ON_DELIVERY' }] },
    });
  });

  it('take contacts with what happened to them, each in the zone of --zone', async () => {
    expect(await idsOf('contacts')).toEqual([
      ...['#1001/received', '#1001/answered', '#1001/promised', '#1001/paid'],
      ...['DE 4711/2/received', 'DE 4711/2/answered', 'DE 4711/2/again', 'Bestellung-Ä7/received'],
    ]);
    expect(await jsonOfFact('contacts', '#1001/promised')).toMatchObject({
      happenedAt: '2026-03-02T08:20:00.000Z',
      goodwillPromised: { promisedDay: '2026-03-09' },
    });
  });

  it('take the zone of each customer from the file when no other is named', async () => {
    expect(await jsonOfFact('contacts', 'Bestellung-Ä7/received', 'none')).toMatchObject({
      happenedAt: '2026-03-02T15:00:00.000Z',
      received: { zone: 'America/New_York' },
    });
  });

  it('take the first scan that says delivered, and no parcel that went back to its sender', async () => {
    expect(await idsOf('aftership-trackings')).toEqual([
      ...['JJD01/handed-over', 'JJD01/delivered', '1Z01/handed-over', '1Z02/handed-over'],
    ]);
    expect(await jsonOfFact('aftership-trackings', 'JJD01/delivered')).toMatchObject({
      happenedAt: '2026-03-05T13:01:00.000Z',
    });
  });

  it('take the dates of ShipStation as Pacific time, and no voided shipment', async () => {
    expect(await idsOf('shipstation-fulfillments')).toEqual(['783408231234/handed-over', '783408231234/delivered']);
    expect(await jsonOfFact('shipstation-fulfillments', '783408231234/handed-over')).toMatchObject({
      happenedAt: '2026-03-03T16:00:00.000Z',
    });
  });
});

describe.each(['zendesk-tickets', 'freshdesk-tickets'] as const)('tickets by %s', (name) => {
  const [answered, byAgent, merged] = name === 'zendesk-tickets' ? ['501', '502', '503'] : ['31', '32', '33'];

  it('an internal note is no answer', async () => {
    const firstAnswer = name === 'zendesk-tickets' ? '2026-03-03T10:00:00.000Z' : '2026-03-02T09:40:00.000Z';
    expect(await jsonOfFact(name, `${answered}/answered`)).toMatchObject({ happenedAt: firstAnswer });
  });

  it('a ticket opened by an agent waits for no first answer', async () => {
    expect((await idsOf(name)).filter((id) => String(id).startsWith(`${byAgent}/`))).toEqual([]);
  });

  it('a merged ticket is not asked twice', async () => {
    expect((await idsOf(name)).filter((id) => String(id).startsWith(`${merged}/`))).toEqual([]);
  });

  it('a customer who asks again has asked again, and may do so once more', async () => {
    const again = (await factsOf(name)).filter(({ kind }) => kind === 'support.contacted_again');
    expect(again.map(({ fact }) => String(fact['factId']))).toEqual([expect.stringMatching(/^\d+\/again\/\d+$/)]);
  });

  it('a ticket that gets another schedule or group moves to the calendar that the map names for it', async () => {
    const moves = (await factsOf(name))
      .filter(({ kind }) => kind === 'support.moved')
      .map((one) => jsonOf(one) as Moved);
    expect(moves.map(({ contactId, happenedAt, moved }) => [contactId, happenedAt, moved.calendar])).toEqual([
      [answered, '2026-03-02T09:00:00.000Z', 'helpdesk'],
      [answered, '2026-03-02T17:00:00.000Z', 'hotline'],
      name === 'zendesk-tickets'
        ? ['504', '2026-03-02T12:00:00.000Z', '360000000009']
        : ['34', '2026-03-02T12:00:00.000Z', 'Night shift'],
    ]);
    expect(new Set(moves.map(({ factId }) => factId)).size).toBe(3);
  });
});

interface Moved {
  readonly factId: string;
  readonly contactId: string;
  readonly happenedAt: string;
  readonly moved: { readonly calendar: string };
}
