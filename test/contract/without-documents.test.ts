import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rulesInForce } from '#libs/cases/rules/rules-in-force.js';
import { call } from '#libs/grpc/client.js';
import { olistDocuments } from '#test/rules/olist.js';
import { approved, orderingBy, placed, startOrdering } from './cases/ordering.js';
import { settle, standingOf, takeDocuments } from './cases/rejudging.js';

/** Ordering with the rules of the documents that its database holds, as its process has it. */
const start = async () => {
  const department = orderingBy(rulesInForce('ordering'));
  return { department, ...(await startOrdering(department)) };
};
type Ordering = Awaited<ReturnType<typeof start>>;

const ORDERS = Array.from({ length: 40 }, (_, number) => `o${number}`);
/** Every third payment comes a day and more after the order. */
const report = ({ send }: Ordering) =>
  send(
    ORDERS.flatMap((order, number) => [
      placed(order),
      approved(order, number % 3 > 0 ? {} : { happenedAt: new Date('2018-02-22T13:00:00Z') }),
    ]),
  );
const complete = ({ facts }: Ordering) =>
  call(facts, 'declareComplete', { completeThrough: new Date('2018-06-01T00:00:00Z') });
const rowsOf = async ({ database }: Ordering, table: string) => {
  const [row] = await database.query<{ rows: bigint }>(`select count(*) as rows from ${table}`);
  return Number(row?.rows);
};

let waiting: Ordering;
let informed: Ordering;
beforeEach(async () => {
  [waiting, informed] = [await start(), await start()];
  for (const one of [waiting, informed]) await complete(one);
});
afterEach(async () => {
  for (const one of [waiting, informed]) await one.stop();
});

describe('a department to which no document has come', () => {
  it('takes facts and judges nothing, also when time passes', async () => {
    const { outcomes } = await report(waiting);
    expect(outcomes.every(({ reason }) => reason === '')).toBe(true);
    await settle(waiting.database, waiting.department);
    await waiting.seal();
    expect(await rowsOf(waiting, 'fact')).toBe(2 * ORDERS.length);
    expect([await rowsOf(waiting, 'observation'), await rowsOf(waiting, 'due')]).toEqual([0, 0]);
    expect(await waiting.counted('payment_approved_in_time')).toEqual({ hits: 0, misses: 0 });
  });

  it('publishes milestones, because others wait for them', async () => {
    await report(waiting);
    expect(await rowsOf(waiting, 'published_milestone')).toBeGreaterThanOrEqual(2 * ORDERS.length);
    expect(await rowsOf(waiting, "outbox where carries = 'observations'")).toBe(0);
  });

  it('judges everything when documents arrive, as if they had been there first', async () => {
    await takeDocuments(informed.database, olistDocuments());
    await report(informed);
    await settle(informed.database, informed.department);
    await report(waiting);
    const milestones = await rowsOf(waiting, 'published_milestone');
    await takeDocuments(waiting.database, olistDocuments());
    expect(await settle(waiting.database, waiting.department)).toBe(ORDERS.length);
    expect(await standingOf(waiting.database)).toBe(await standingOf(informed.database));
    expect(await rowsOf(waiting, 'published_milestone')).toBe(milestones);
    for (const one of [waiting, informed]) {
      await one.seal();
      expect(await one.counted('payment_approved_in_time')).toEqual({ hits: 26, misses: 14 });
    }
  });
});
