import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FactsServiceServer,
  FactsServiceService,
  type ListDueRequest,
  ListDueResponse,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { namedCallers, ownCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';
import { finePoints, timeTo } from '../due-words.js';
import { secondsOf } from './due.js';

const PROMISE = 'delivered_by_first_promise';
const asked: ListDueRequest[] = [];

/** Delivery has two late parcels before it, one of which the warehouse would answer for. */
function answerTo({ metric, pageSize }: ListDueRequest): ListDueResponse {
  if (metric === 'goodwill_paid_by_promised_day')
    throw new CxError('METRIC_UNKNOWN', 'delivery is asked no such metric');
  const dueAt = new Date(Date.now() + 3 * 3_600_000 + 30_000);
  const one = { metric: PROMISE, definition: 1, unit: 'area/sp', dueAt, savedBy: 'the delivery of the parcel' };
  return ListDueResponse.fromPartial({
    cases: [
      { ...one, caseId: '#1001', caseKind: 'order', part: 'A', costE6: 187_467n },
      {
        ...one,
        caseRef: Buffer.alloc(16, 9),
        costE6: 0n,
        responsible: 'warehouse',
        reason: 'UPSTREAM_HANDED_OVER_LATE',
      },
    ].slice(0, pageSize),
    nextPageToken: pageSize === 1 ? 'more' : '',
    totals: [{ metric: PROMISE, definition: 1, savable: 2n, pastSaving: 1_234n, costE6: 187_467n }],
    pricedBy: 'departments/delivery/indexes/2018-08',
  });
}

function startDelivery(place: SecuredPlace): Promise<RunningServer> {
  const notHere = unary(async () => {
    throw new CxError('RECEIPT_INVALID', 'this call is not asked here');
  });
  const names = Object.keys(FactsServiceService).map((name) => [name, notHere]);
  const calls = {
    ...Object.fromEntries(names),
    listDue: unary(async (request: ListDueRequest) => {
      asked.push(request);
      return answerTo(request);
    }),
  } as unknown as FactsServiceServer;
  return startServer({
    ...{ host: '127.0.0.1', port: 0, services: [servedService(FactsServiceService, calls)] },
    ...{ ...namedCallers(ownCallers()), department: 'delivery', credentials: place.credentials },
    onBug: (error) => {
      throw error;
    },
  });
}

describe('cx due', () => {
  let place: SecuredPlace;
  let delivery: RunningServer;
  beforeAll(async () => {
    place = await securedPlace();
    delivery = await startDelivery(place);
  });
  afterAll(async () => {
    await delivery.drain(100);
    place.remove();
  });
  const away = ['scoring', 'ordering', 'warehouse', 'support', 'survey'].map((name) => `${name}=127.0.0.1:1`);
  const cx = (...words: string[]) =>
    runCx(words, { ...place.env, CX_ADDRESSES: [...away, `delivery=127.0.0.1:${delivery.port}`].join() });

  it('shows what a miss would cost, until when what saves it, and how many there are', async () => {
    const { stdout, code } = await cx('due', '24h', '--metric', PROMISE);
    const lines = stdout.split('\n').map((line) => line.replace(/ {2,}/g, '  ').trim());
    expect(lines.slice(0, 3)).toEqual([
      'a miss costs  due  case  unit  metric  saved by',
      `0.187  in 3 h 0 min  #1001, part A  area/sp  ${PROMISE}  the delivery of the parcel`,
      `0.000  in 3 h 0 min  09090909  area/sp  ${PROMISE}  the delivery of the parcel (warehouse: upstream handed over late)`,
    ]);
    expect(lines).toContain(`${PROMISE}  delivery  2  1,234  0.187`);
    expect(stdout).toContain('2 fall due within 24h and can be saved; 1,234 are past saving and not judged yet.');
    expect(stdout).toContain(`Next: see to it, and let its feed report it: the delivery of the parcel.`);
    expect(code).toBe(0);
  });

  it('asks for a day by default, for the named span, and page by page', async () => {
    await cx('due', '--department', 'delivery');
    const { stdout } = await cx('due', '30m', '--department', 'delivery', '--past', '--limit', '1', '--page', 'x');
    expect(asked.slice(-2)).toMatchObject([
      { within: { seconds: 86_400n }, metric: '', outlook: 1, pageSize: 20, pageToken: '' },
      { within: { seconds: 1_800n }, metric: '', outlook: 2, pageSize: 1, pageToken: 'x' },
    ]);
    expect(stdout).toContain('More: --department delivery --page more');
  });

  it('goes on without departments that do not answer, names them, and says so by its exit code', async () => {
    const { stdout, stderr, code } = await cx('due', '--json');
    expect(Object.keys(JSON.parse(stdout))).toEqual(['delivery']);
    expect(stderr).toContain('support is left out. Nothing answers at 127.0.0.1:1');
    expect(code).toBe(3);
  });

  it.each([
    ['a span of another form', ['due', 'tomorrow'], 'tomorrow is not a span: 30m, 24h or 7d, at most 366d.'],
    ['a page of no department', ['due', '--page', 'x'], '--page goes on in one --department.'],
    ['a department of another form', ['due', '--department', 'The Shop'], 'There is no department The Shop'],
  ])('refuses %s', async (_, words, says) => {
    const { stderr, code } = await cx(...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });

  it('passes on that a department is asked no such metric', async () => {
    const words = ['due', '--department', 'delivery', '--metric', 'goodwill_paid_by_promised_day'];
    expect(await cx(...words)).toMatchObject({ code: 1, stderr: expect.stringContaining('METRIC_UNKNOWN') });
  });
});

describe('the words of cx due', () => {
  it.each([
    ['30m', 1_800],
    ['24h', 86_400],
    ['366d', 366 * 86_400],
  ])('a span of %s has %i seconds', (span, seconds) => expect(secondsOf(span)).toBe(seconds));

  it.each(['0h', '367d', '24', 'h', '1.5h'])('%s is no span', (span) => {
    expect(() => secondsOf(span)).toThrow('is not a span');
  });

  it.each([
    [187_467n, '0.187'],
    [1_500n, '0.002'],
    [499n, '<0.001'],
    [0n, '0.000'],
    [undefined, '-'],
  ])('%s millionths of a point are %s', (e6, text) => expect(finePoints(e6)).toBe(text));

  it.each([
    [3 * 3_600_000 + 20 * 60_000, 'in 3 h 20 min'],
    [59 * 60_000, 'in 59 min'],
    [-45 * 60_000, '45 min ago'],
    [49 * 3_600_000, 'in 2 days'],
  ])('%i ms are %s', (ms, text) => expect(timeTo(new Date(ms), 0)).toBe(text));
});
