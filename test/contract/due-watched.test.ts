import type { ClientReadableStream } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { DueEnd, WatchDueRequest, type WatchDueResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { deliveryFact, startDelivery } from './cases/delivery.js';
import { CASE_KEY, NOW } from './cases/source.js';

const PROMISE = 'delivered_by_first_promise';
const HOUR = 3_600_000;
const ORDERS = ['soon', 'saved later', 'missed later', 'sooner'];

let delivery: Awaited<ReturnType<typeof startDelivery>>;
const open: ClientReadableStream<WatchDueResponse>[] = [];

const refOf = (orderId: string) => caseRef(CASE_KEY, 'order', orderId);
const orderOf = (ref: Buffer | Uint8Array) => ORDERS.find((id) => refOf(id).equals(ref)) ?? 'another';
const about = (orderId: string) => ({
  ...{ ref: refOf(orderId), revision: 1, withdrawn: false, origin: 'REPORTED' as const, unit: 'unattributed' },
});
/** Ordering promises an order for the day before or the day of the standing clock, and the warehouse has handed it over. */
async function promise(orderId: string, promisedDay: string, zone = 'America/Sao_Paulo'): Promise<void> {
  const promised = { ...about(orderId), name: 'promised' as const, happenedAt: NOW - 240 * HOUR, promisedDay };
  const released = {
    ...about(orderId),
    name: 'released' as const,
    happenedAt: NOW - 230 * HOUR,
    dueAt: NOW - 100 * HOUR,
  };
  // The warehouse first: the question opens with the promise, and nothing changes it afterwards.
  await delivery.take('warehouse', [{ ...about(orderId), name: 'handed_over', happenedAt: NOW - 120 * HOUR }]);
  await delivery.take('ordering', [{ ...promised, zone, destinationUnit: 'area/sp' }, released]);
}

beforeAll(async () => {
  const began = Date.now();
  const clock = { now: () => NOW + Date.now() - began };
  delivery = await startDelivery({ clock, pace: { lookMs: 20, heartbeatMs: 100_000 } });
  await promise('saved later', '2018-06-01');
  await promise('missed later', '2018-05-31');
});
afterEach(() => {
  for (const stream of open.splice(0)) {
    stream.on('error', () => undefined);
    stream.cancel();
  }
});
afterAll(() => delivery?.stop());

/** Opens a watch; each call gives its next message: "open saved later", "ended soon HIT", "heartbeat". */
function watch(request: Partial<WatchDueRequest> = {}): () => Promise<string> {
  const stream = delivery.facts.watchDue(WatchDueRequest.fromPartial({ metric: PROMISE, ...request }));
  open.push(stream);
  const messages = stream[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await messages.next();
    if (done === true) throw new Error('the watch ended');
    const { event } = value as WatchDueResponse;
    if (event?.$case === 'open')
      return `open ${orderOf(event.value.caseRef)}${event.value.pastSaving ? ', past saving' : ''}`;
    if (event?.$case === 'ended') return `ended ${orderOf(event.value.caseRef)} ${DueEnd[event.value.end]}`;
    return `heartbeat ${event?.value.totals.map(({ savable, pastSaving }) => `${savable}+${pastSaving}`)}`;
  };
}

describe('a watch of what is about to break', () => {
  it('begins with the list, then tells what is new, what a fact saved, and what was judged as a miss', async () => {
    const next = watch();
    expect([await next(), await next(), await next()]).toEqual([
      'open missed later, past saving',
      'open saved later',
      'heartbeat 1+1',
    ]);

    await promise('soon', '2018-06-01');
    expect(await next()).toBe('open soon');

    await delivery.send(deliveryFact('saved later', 'delivered', '2018-06-01T11:00:00Z'));
    expect(await next()).toBe('ended saved later DUE_END_HIT');

    await call(delivery.facts, 'declareComplete', { completeThrough: new Date(NOW) });
    await delivery.database.execute("update upstream set complete_through = '2018-06-02'");
    await delivery.sweep();
    expect(await next()).toBe('ended missed later DUE_END_MISS');
  });

  it('of few questions tells which one left the list for an earlier one', async () => {
    const next = watch({ mostCases: 1 });
    expect([await next(), await next()]).toEqual(['open soon', 'heartbeat 1+0']);
    await promise('sooner', '2018-06-01', 'Asia/Tokyo'); // where the day ends twelve hours earlier
    expect([await next(), await next()]).toEqual(['ended soon DUE_END_LEFT', 'open sooner']);
  });

  it('is refused for a number of questions below 0', async () => {
    const refused = watch({ mostCases: -1 });
    expect(await refused().catch(refusalOf)).toMatchObject({ reason: 'FILTER_INVALID', field: 'most_cases' });
  });
});
