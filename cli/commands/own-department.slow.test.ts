import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FactsServiceServer,
  FactsServiceService,
  ListObservationsResponse,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { unary } from '#libs/grpc/unary.js';
import { OWN_RULESET, PRICES, WITH_PRODUCT } from '#services/scoring/fixtures/own-department.js';
import { REAL } from '#services/scoring/fixtures/real-orders.js';
import { type Served, serveScoring } from '#services/scoring/fixtures/served.js';
import { rulesetsOf } from '#services/scoring/rulesets/rulesets.js';
import { namedCallers, ownCallers } from '#test/doubles/named-callers.js';
import type { SecuredPlace } from '#test/doubles/secured-place.js';
import { runCx } from '#test/stack/run-cx.js';

/** The calls of a department's process that `cx` needs here; it has one case. */
function startProduct(place: SecuredPlace): Promise<RunningServer> {
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
      listChargedCases: notHere,
    },
    listObservations: unary(async ({ metric }: { metric: string }) =>
      ListObservationsResponse.fromPartial({
        observations: [{ caseId: 'article-7/2018-08-10', metric, unit: 'category/toys', day: '2018-08-10', class: 1 }],
        total: 1n,
      }),
    ),
    watchDue: serverStream(async function* () {}),
  } as unknown as FactsServiceServer;
  const service = servedService(FactsServiceService, calls);
  return startServer({
    ...{ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(ownCallers()), department: 'product' },
    credentials: place.credentials,
    onBug: (error) => {
      throw error;
    },
  });
}

describe('cx, about a department of the company itself', () => {
  let served: Served;
  let product: RunningServer;
  beforeAll(async () => {
    served = await serveScoring(rulesetsOf([OWN_RULESET], WITH_PRODUCT));
    served.counts.set({ rows: [...REAL, PRICES] });
    product = await startProduct(served.place);
  });
  afterAll(async () => {
    await served.close();
    await product.drain(100);
  });
  const cx = (...words: string[]) =>
    runCx(words, {
      ...served.env,
      CX_ADDRESSES: `${served.env.CX_ADDRESSES},product=127.0.0.1:${product.port}`,
    });

  it('gets, lists and explains its index', async () => {
    expect((await cx('index', 'get', 'product', '2018-08')).stdout).toContain('product 2018-08   85.0');
    expect((await cx('index', 'list', 'product/category/toys', '--from', '2018-08')).stdout).toContain('85.0');
    expect((await cx('explain', 'product', '2018-08')).stdout).toContain('articles that were too dear');
    expect((await cx('metrics')).stdout).toContain('price_competitive');
  });

  it('asks its process for the cases behind a number', async () => {
    const { stdout, code } = await cx('cases', 'price_competitive', '2018-08');
    expect([code, stdout]).toEqual([0, expect.stringContaining('article-7/2018-08-10  category/toys')]);
  });

  it('says which setting lacks the address of its process', async () => {
    const { stderr, code } = await runCx(['cases', 'price_competitive', '2018-08'], served.env);
    expect(stderr).toContain('cx does not know the address of product.');
    expect(stderr).toContain('add product=HOST:PORT to CX_ADDRESSES.');
    expect(code).not.toBe(0);
  });

  it('passes on which departments there are', async () => {
    const { stderr, code } = await cx('index', 'get', 'prodct', '2018-08');
    expect(stderr).toContain('there are ordering, warehouse, delivery, support, product. Did you mean product?');
    expect(code).not.toBe(0);
  });

  it('names a metric that nothing has, with the one that is probably meant', async () => {
    const { stderr } = await cx('cases', 'price_competitve', '2018-08');
    expect(stderr).toContain('There is no metric price_competitve. Did you mean price_competitive?');
  });
});
