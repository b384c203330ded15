import type { ClientReadableStream } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScoringServiceClient, WatchIndexResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { refusalOf } from '#libs/grpc/client.js';
import { type Served, serveScoring } from '../../fixtures/served.js';

const AUGUST = 'departments/delivery/indexes/2018-08';

let served: Served;
let reader: ScoringServiceClient;
const open: ClientReadableStream<WatchIndexResponse>[] = [];

beforeEach(async () => {
  served = await serveScoring();
  reader = served.clientAs('console');
});

afterEach(async () => {
  for (const stream of open.splice(0)) stream.cancel();
  await served.close();
  expect(served.bugs).toEqual([]);
});

describe('a watch', () => {
  it('begins with the index as it is, tells each change once, and shows it lives when nothing changes', async () => {
    const next = watch([AUGUST]);
    expect(indexOf(await next())).toBe(834_271n);
    expect((await next()).event?.$case).toBe('heartbeat');

    oneMoreLate();
    expect(indexOf(await nextIndex(next))).toBeLessThan(834_271n);
    expect((await next()).event?.$case).toBe('heartbeat');
  });

  it('does not tell of batches that bring nothing for it', async () => {
    const next = watch([AUGUST]);
    await next();
    served.counts.set({});
    served.clock.goOn();
    const message = await next();
    expect(message.event).toMatchObject({ $case: 'heartbeat', value: { progressVersion: served.counts.version } });
  });

  it('of all departments and of all units begins with each of them', async () => {
    const next = watch(['departments/-/indexes/2018-08', 'departments/support/units/-/indexes/2018-08']);
    const names = [];
    for (let count = 0; count < 5; count += 1) names.push(nameOf(await nextIndex(next)));
    expect(names.map((name) => name.split('/').slice(1, 4).join(' '))).toEqual([
      'ordering indexes 2018-08',
      'warehouse indexes 2018-08',
      'delivery indexes 2018-08',
      'support indexes 2018-08',
      'support units site~a',
    ]);
  });

  it('goes on where it was left: what changed meanwhile comes, what did not does not', async () => {
    const names = [AUGUST, 'departments/delivery/indexes/2018-07'];
    const first = watch(names);
    await first();
    const { resumeToken } = await first();
    cancelAll();

    const quiet = watch(names, resumeToken);
    expect((await quiet()).event?.$case).toBe('heartbeat');
    cancelAll();

    oneMoreLate();
    const resumed = watch(names, resumeToken);
    expect(nameOf(await nextIndex(resumed))).toBe(AUGUST);
    expect((await resumed()).event?.$case).toBe('heartbeat');
  });

  it('left in the middle of its beginning gets all of it again: nothing is skipped', async () => {
    const names = [AUGUST, 'departments/delivery/indexes/2018-07'];
    const { resumeToken } = await watch(names)();
    cancelAll();
    const resumed = watch(names, resumeToken);
    expect([nameOf(await nextIndex(resumed)), nameOf(await nextIndex(resumed))]).toEqual(names);
  });

  it.each([
    ['a text that is no token', () => 'x'],
    ['a token of another process', () => Buffer.from('["other","q",1]').toString('base64url')],
  ])('cannot go on with %s', async (_, token) => {
    expect(await refused(watch([AUGUST], token()))).toMatchObject({
      reason: 'RESUME_TOKEN_EXPIRED',
      status: 'OUT_OF_RANGE',
    });
  });

  it('cannot go on with a token of other names', async () => {
    const { resumeToken } = await watch([AUGUST])();
    const other = watch(['departments/ordering/indexes/2018-08'], resumeToken);
    expect(await refused(other)).toMatchObject({ reason: 'RESUME_TOKEN_EXPIRED' });
  });

  it.each([
    ['no names', [], 'TOO_MANY_NAMES'],
    ['101 names', Array.from({ length: 101 }, () => AUGUST), 'TOO_MANY_NAMES'],
    ['a name without form', ['delivery'], 'NAME_INVALID'],
    ['an unknown unit', ['departments/delivery/units/area~xx/indexes/2018-08'], 'UNIT_UNKNOWN'],
    ['a month outside the calendar', ['departments/delivery/indexes/2018-09'], 'PERIOD_NOT_IN_CALENDAR'],
  ])('is refused for %s', async (_, names, reason) => {
    expect(await refused(watch(names))).toMatchObject({ reason });
  });
});

/** Opens a watch; each call gives its next message. */
function watch(names: string[], resumeToken = ''): () => Promise<WatchIndexResponse> {
  const stream = reader.watchIndex({ names, resumeToken });
  open.push(stream);
  const messages = stream[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await messages.next();
    if (done === true) throw new Error('the watch ended');
    return value as WatchIndexResponse;
  };
}

function cancelAll(): void {
  for (const stream of open.splice(0)) {
    stream.on('error', () => undefined);
    stream.cancel();
  }
}

/** One parcel of August came late after all. */
function oneMoreLate(): void {
  const rows = served.counts.rows;
  const [first] = rows.filter(
    ({ metric, day }) => metric === 'delivered_by_first_promise' && day.startsWith('2018-08'),
  );
  if (first === undefined) throw new Error('something was counted in August');
  served.counts.set({ rows: [...rows, { ...first, hits: 0n, misses: 1n }] });
  served.clock.goOn();
}

async function nextIndex(next: () => Promise<WatchIndexResponse>): Promise<WatchIndexResponse> {
  for (;;) {
    const message = await next();
    if (message.event?.$case === 'index') return message;
  }
}

function indexOf({ event }: WatchIndexResponse): bigint {
  if (event?.$case !== 'index' || event.value.indexE4 === undefined) throw new Error('it is a measured index');
  return event.value.indexE4;
}

function nameOf({ event }: WatchIndexResponse): string {
  return event?.$case === 'index' ? event.value.name : '';
}

async function refused(next: () => Promise<unknown>) {
  const error = await next().then(
    () => undefined,
    (failed: unknown) => failed,
  );
  return refusalOf(error);
}
