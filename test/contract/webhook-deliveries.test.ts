import { describe, expect, it } from 'vitest';
import { LEASE_MS } from '#services/scoring/webhooks/deliverer.js';
import { countDeliveries, forgetMessages } from '#services/scoring/webhooks/store.js';
import type { Answer } from '#test/stack/webhook-receiver.js';
import { database, INSTALLATION, served, setScoringUpAsServed } from './scoring-bench.js';
import {
  attempts,
  believes,
  deliver,
  happened,
  months,
  NEW,
  OLD,
  PATIENCE_MS,
  process,
  receiveMessages,
  receiver,
  states,
  subscription,
  world,
} from './webhooks/webhook-bench.js';

setScoringUpAsServed();
receiveMessages();

const MONTHS = ['2018-01', '2018-02', '2018-03', '2018-04', '2018-05'];
/** How many values the statement has that records an attempt. */
const OF_ATTEMPT = 7;
const idOf = (place: number) => receiver.received[place]?.headers['webhook-id'];

describe('a message', () => {
  it('is delivered once, signed, as CloudEvents, with names and without figures', async () => {
    const id = await happened('2018-07');
    await deliver();
    await deliver();
    expect(receiver.received).toHaveLength(1);
    const [received] = receiver.received;
    if (received === undefined) throw new Error('nothing came');
    expect(received.headers).toMatchObject({
      ...{ 'webhook-id': id, 'webhook-timestamp': String(world.now / 1_000) },
      'content-type': 'application/cloudevents+json; charset=utf-8',
    });
    expect(JSON.parse(received.body)).toEqual({
      ...{ specversion: '1.0', id, source: `urn:uuid:${INSTALLATION}`, type: 'cx.period.closed' },
      ...{ subject: 'periods/2018-07', time: '2026-11-02T12:00:00.000Z', datacontenttype: 'application/json' },
      data: { period: 'periods/2018-07' },
    });
    expect([believes(NEW, received), believes(OLD, received)]).toEqual([true, false]);
    expect(await states()).toEqual(['delivered 1']);
  });

  it('is delivered in the order of what happened, also by two processes at once', async () => {
    for (const month of MONTHS) await happened(month);
    const both = [process(), process()];
    for (let pass = 0; pass < 20 && receiver.received.length < 5; pass++)
      await Promise.all(both.map((one) => deliver(one)));
    expect(months()).toEqual(MONTHS);
  });

  it('goes to the subscriptions that take its type, each by itself', async () => {
    world.subscriptions = [subscription('hr'), subscription('payroll', { messages: ['cx.version.made'] })];
    await happened('2018-01', 'cx.version.made');
    await happened('2018-02', 'cx.period.closed');
    await happened('2018-03', 'cx.contest.opened');
    await deliver();
    expect([await states('hr'), await states('payroll')]).toEqual([['delivered 1', 'delivered 1'], ['delivered 1']]);
  });

  it('that happened before a subscription began is not sent to it', async () => {
    world.subscriptions = [];
    await happened('2018-01');
    await deliver();
    world.subscriptions = [subscription('hr')];
    await happened('2018-02');
    await deliver();
    expect(months()).toEqual(['2018-02']);
  });
});

describe('a receiver that fails', () => {
  it.each<[string, string, Answer]>([
    ['answers 500', 'RECEIVER_FAILED', (_, response) => void response.writeHead(500).end()],
    ['answers nothing', 'TIMEOUT', () => undefined],
    ['ends the connection', 'CONNECTION_FAILED', (request) => void request.socket.destroy()],
  ])('and %s gets the message again when it is due, with its id, before any later one', async (_, failure, answer) => {
    const id = await happened('2018-01');
    await happened('2018-02');
    receiver.answer = answer;
    await deliver(process({}, { withinMs: failure === 'TIMEOUT' ? 1_000 : PATIENCE_MS }));
    expect([attempts, await states()]).toEqual([[failure], [`waiting 1 ${failure}`, 'waiting 0']]);
    receiver.forget();
    world.now += 4_999;
    await deliver();
    expect(receiver.received).toEqual([]);
    world.now += 1;
    await deliver();
    expect([months(), idOf(0)]).toEqual([['2018-01', '2018-02'], id]);
    expect(await states()).toEqual(['delivered 2', 'delivered 1']);
  });

  it('delays no other subscription', async () => {
    world.subscriptions = [subscription('slow', { url: new URL('https://localhost:1/') }), subscription('hr')];
    await happened('2018-01');
    await deliver();
    expect([await states('slow'), await states('hr')]).toEqual([['waiting 1 CONNECTION_FAILED'], ['delivered 1']]);
  });

  it('is given up after the last attempt, and the next message goes on', async () => {
    receiver.answer = (_, response) => void response.writeHead(410).end();
    await happened('2018-01');
    for (const pause of [0, 5_000, 20_000, 1_000_000]) {
      world.now += pause;
      await deliver();
    }
    expect([await states(), attempts]).toEqual([['dead 3 REFUSED'], ['REFUSED', 'REFUSED', 'REFUSED']]);
    receiver.forget();
    await happened('2018-02');
    await deliver();
    expect([await states(), months()]).toEqual([['dead 3 REFUSED', 'delivered 1'], ['2018-02']]);
    expect(await countDeliveries(served)).toEqual([{ subscription: 'hr', waiting: 0, dead: 1, oldest: undefined }]);
  });
});

describe('a process that dies', () => {
  it('between sending and recording leaves the message to another one, which sends it again with its id', async () => {
    const id = await happened('2018-01');
    const dying = process({
      database: {
        query: (...given) => served.query(...given),
        // It has planned and taken, and records nothing more.
        execute: async (statement, values) => (values?.length === OF_ATTEMPT ? 0 : served.execute(statement, values)),
      },
    });
    await deliver(dying);
    expect([idOf(0), await states()]).toEqual([id, ['waiting 1']]);
    await deliver();
    expect(receiver.received).toHaveLength(1);
    world.now += LEASE_MS;
    await deliver();
    expect([idOf(1), await states()]).toEqual([id, ['delivered 2']]);
  });

  it('before anything was planned loses nothing', async () => {
    for (const month of MONTHS) await happened(month);
    await deliver(process());
    expect(months()).toEqual(MONTHS);
  });

  it('and comes back late does not undo what another one has recorded', async () => {
    await happened('2018-01');
    let [arrived, finish] = [() => {}, () => {}];
    const isSent = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const ends = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const late = process({
      post: async () => {
        arrived();
        await ends;
        return { kind: 'failed', reason: 'TIMEOUT', status: undefined, retryAfter: 0 };
      },
    });
    await late.pass();
    await isSent;
    world.now += LEASE_MS;
    receiver.answer = (_, response) => void response.writeHead(500).end();
    await deliver();
    finish();
    await late.settled();
    expect(await states()).toEqual(['waiting 2 RECEIVER_FAILED']);
  });
});

describe('a secret', () => {
  it('is replaced while both sign, so a receiver believes each message before and after', async () => {
    const withSecrets = async (...keys: readonly Buffer[]) => {
      world.secrets = new Map([['s', keys]]);
      await happened('2018-01');
      await deliver();
      const last = receiver.received.at(-1);
      if (last === undefined) throw new Error('nothing came');
      return [believes(OLD, last), believes(NEW, last)];
    };
    expect(await withSecrets(OLD)).toEqual([true, false]);
    expect(await withSecrets(NEW, OLD)).toEqual([true, true]);
    expect(await withSecrets(NEW)).toEqual([false, true]);
  });

  it('that is missing sends nothing unsigned: the message waits for it', async () => {
    world.secrets = new Map();
    await happened('2018-01');
    await deliver();
    expect([receiver.received, await states()]).toEqual([[], ['waiting 1 SECRET_MISSING']]);
  });
});

describe('an address that is not allowed', () => {
  it.each([
    ['a private address', { privateHosts: [] }, 'https', 'ADDRESS_NOT_ALLOWED'],
    ['http', {}, 'http', 'URL_NOT_ALLOWED'],
  ] as const)('by %s gets nothing, and the delivery says why', async (_, rules, protocol, failure) => {
    world.subscriptions = [subscription('hr', { url: receiver.url('localhost', protocol) })];
    await happened('2018-01');
    await deliver(process({}, rules));
    expect([receiver.received, await states()]).toEqual([[], [`waiting 1 ${failure}`]]);
  });
});

describe('old messages', () => {
  it('are forgotten with their deliveries, those that no one has planned are not', async () => {
    await happened('2018-01');
    await deliver();
    world.now += 1_000;
    await happened('2018-02');
    expect(await forgetMessages(served, world.now + 1)).toBe(1);
    expect(await states()).toEqual([]);
    await deliver();
    expect(months()).toEqual(['2018-01', '2018-02']);
    expect(await forgetMessages(served, world.now)).toBe(0);
    expect(await database.query('select number from webhook_message')).toHaveLength(1);
  });
});
