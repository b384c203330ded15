import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FactsServiceServer,
  FactsServiceService,
  type ListChargedCasesRequest,
  ListChargedCasesResponse,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { unary } from '#libs/grpc/unary.js';
import { type Served, serveScoring } from '#services/scoring/fixtures/served.js';
import { namedCallers, ownCallers } from '#test/doubles/named-callers.js';
import { runCx } from '#test/stack/run-cx.js';

const CHARGED = {
  ...{ caseId: 'o-1', metric: 'delivered_by_first_promise', unit: 'area/sp', day: '2018-08-03', class: 3 },
  ...{ reason: 'UPSTREAM_HANDED_OVER_LATE', responsible: 'warehouse', cause: 'carrier/7' },
  judgedAt: new Date('2018-08-16T00:00:00Z'),
};

/** Delivery, as far as it is asked here: the warehouse is charged with two cases, every other party with none. */
function startDelivery(served: Served, asked: ListChargedCasesRequest[]): Promise<RunningServer> {
  const notHere = unary(async () => {
    throw new CxError('RECEIPT_INVALID', 'this call is not asked here');
  });
  const calls = {
    ...{ declareComplete: notHere, declareDefaults: notHere, listFeeds: notHere, getReceipt: notHere },
    ...{
      getIntakeStatus: notHere,
      eraseCase: notHere,
      listErasedCases: notHere,
      listDue: notHere,
      listObservations: notHere,
    },
    listChargedCases: unary(async (request: ListChargedCasesRequest) => {
      asked.push(request);
      const isCharged = request.party === 'departments/warehouse';
      const some = { cases: [CHARGED], total: 2n, nextPageToken: 'next' };
      return ListChargedCasesResponse.fromPartial(isCharged ? some : {});
    }),
    watchDue: serverStream(async function* () {}),
  } as unknown as FactsServiceServer;
  const service = servedService(FactsServiceService, calls);
  return startServer({
    ...{ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(ownCallers()), department: 'delivery' },
    credentials: served.place.credentials,
    onBug: (error) => {
      throw error;
    },
  });
}

/** Nothing answers there. */
const away = ['ordering', 'warehouse', 'support', 'survey'].map((name) => `${name}=127.0.0.1:1`).join();

describe('cx cases --charged-to', () => {
  const asked: ListChargedCasesRequest[] = [];
  let served: Served;
  let delivery: RunningServer;
  beforeAll(async () => {
    served = await serveScoring();
    delivery = await startDelivery(served, asked);
  });
  afterAll(async () => {
    await served.close();
    await delivery.drain(100);
  });
  const cx = (...words: string[]) =>
    runCx(['cases', ...words], {
      ...served.env,
      CX_ADDRESSES: `${served.env.CX_ADDRESSES},delivery=127.0.0.1:${delivery.port},${away}`,
    });

  it('shows what one department charges another with, and how to go on', async () => {
    const { stdout, code } = await cx('2018-08', '--charged-to', 'warehouse', '--judged-by', 'delivery');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toEqual([
      'delivery charges warehouse with 2 cases',
      '  o-1  area/sp  2018-08-03  miss  warehouse: upstream handed over late',
      '      asked: delivered_by_first_promise, judged 2018-08-16T00:00Z because of carrier/7',
      '  1 of 2   (next: --judged-by delivery --page next)',
    ]);
    expect(asked.at(-1)).toMatchObject({ firstDay: '2018-08-01', lastDay: '2018-08-31', metric: '', pageSize: 10 });
  });

  it('asks the department whose the metric is, when one is named', async () => {
    const { stdout } = await cx('arrived_at_last', '2018-08', '--charged-to', 'ordering');
    expect(stdout).toContain('delivery: ordering is charged with nothing.');
    expect(asked.at(-1)).toMatchObject({ party: 'departments/ordering', metric: 'arrived_at_last' });
  });

  it('names a party that is no department as a party', async () => {
    await cx('2018-08', '--charged-to', 'partner/acme', '--judged-by', 'delivery');
    expect(asked.at(-1)?.party).toBe('parties/partner~acme');
  });

  it('prints the answers by department for programs', async () => {
    const { stdout } = await cx('2018-08', '--charged-to', 'warehouse', '--judged-by', 'delivery', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ delivery: { total: '2', cases: [{ caseId: 'o-1' }] } });
  });

  it('says which departments are not in the answer, and ends with 1', async () => {
    const { stdout, stderr, code } = await cx('2018-08', '--charged-to', 'warehouse');
    expect(stdout).toContain('delivery charges warehouse with 2 cases');
    expect(stderr).toContain('support is left out.');
    expect(stderr).not.toContain('warehouse is left out.');
    expect(code).toBe(3);
  });

  it.each([
    [['2018-08', '--charged-to', 'warehouse', '--page', 'x'], 'add --judged-by'],
    [['2018-08', '--charged-to', 'The Warehouse'], 'is no party'],
    [['2018-08'], '--charged-to DEPARTMENT needs no METRIC'],
  ])('%j is wrong usage', async (words, message) => {
    const { stderr, code } = await cx(...words);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
