import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BonusInputServiceClient } from '#libs/contracts/cx/bonus/v1/bonus.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { purePathOf } from '#test/golden/pure-path.js';
import type { TimedFact } from '#test/real-orders/facts.js';
import { client } from '#test/stack/client.js';
import { startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { exportedLines, linesOf, sha256Of, untilCounted } from './counts.js';
import { factsOfOrders, send } from './real-orders.js';

const PERIOD = '2018-05';

/** The carrier's feed reports parcels and then stops, long before the end of the month. */
describe('a feed that falls silent', () => {
  let installation: TestInstallation;
  let facts: readonly TimedFact[];
  let silentFrom: number;

  beforeAll(async () => {
    facts = await factsOfOrders((order) => /^2018-0(4-[23]|5-[01])/.test(order.order_purchase_timestamp));
    silentFrom = Date.parse('2018-05-10T03:00:00Z');
    installation = await startInstallation('');
    const heard = facts.filter(({ to, at }) => to !== 'delivery' || at < silentFrom);
    await send(
      installation,
      heard.filter(({ to }) => to !== 'delivery'),
    );
    await send(
      installation,
      heard.filter(({ to }) => to === 'delivery'),
      { completeThrough: silentFrom },
    );
  });
  afterAll(() => installation?.end());

  const index = async () => {
    const scoring = client(ScoringServiceClient, installation.addresses.scoring, 'console');
    const name = `departments/delivery/indexes/${PERIOD}`;
    const answer = await call(scoring, 'getIndex', { name, view: 2, atLeast: '' });
    scoring.close();
    return answer;
  };
  const bonus = async <T>(ask: (bonuses: BonusInputServiceClient) => Promise<T>) => {
    const bonuses = client(BonusInputServiceClient, installation.addresses.scoring, 'console');
    return ask(bonuses).finally(() => bonuses.close());
  };
  const snapshot = () =>
    bonus((it) =>
      call(it, 'createSnapshot', {
        ...{
          period: `periods/${PERIOD}`,
          requestId: randomUUID(),
          reason: 'FIRST',
          requestedBy: 'hr',
          expectedLatestVersion: 0,
        },
      }).catch(refusalOf),
    );

  it('leaves its cases waiting: the index shows its bounds and names the feed', async () => {
    await expect.poll(async () => (await index()).waitsFor, { timeout: 30_000 }).toContain('delivery/olist');
    const { boundLowerE4 = 0n, boundUpperE4 = 0n } = await index();
    expect(boundLowerE4).toBeLessThan(boundUpperE4);
  });

  it('prevents the snapshot, and the refusal names it', async () => {
    expect(await snapshot()).toMatchObject({ reason: 'FEED_NOT_COMPLETE' });
    const { guards } = await bonus((it) => call(it, 'checkPeriod', { name: `periods/${PERIOD}` }));
    const guard = guards.find(({ reason }) => reason === 'FEED_NOT_COMPLETE');
    expect(guard).toMatchObject({ met: false });
    expect(guard?.detail).toContain('delivery/olist');
  });

  it('catches up, and the counts are as if it had never been silent', async () => {
    await send(
      installation,
      facts.filter(({ to }) => to === 'delivery'),
    );
    await untilCounted(installation.addresses);
    const expected = linesOf(purePathOf(facts).evaluations);
    expect(sha256Of(await exportedLines(installation.addresses))).toBe(sha256Of(expected));
    // What waits no more is in a later batch than what was counted.
    await expect.poll(async () => (await index()).boundLowerE4, { timeout: 30_000 }).toBeUndefined();
  });
});
