import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseCases } from '#libs/cases/erasure/erase-cases.js';
import { readIntakeCounts, sumIntakeCounts } from '#libs/cases/evidence/intake.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { endUpstreamEpochs, storeMilestones, storeUpstream } from '#libs/cases/milestones/store-milestones.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import type { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { Database } from '#libs/postgres/database.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { migratedDatabase } from '#test/stack/database.js';

const KEY = Buffer.alloc(32, 1);
const at = (day: string) => Date.parse(`${day}T15:00:00Z`);
const NOW = at('2018-08-30');
const PROMISED = 'ordering/promised';
const delivery: Department = {
  source: 'delivery',
  metrics: DELIVERY,
  rules: judgedByDefault('delivery'),
  silentAfterMs: NOW,
  shards: 1,
  judge: judgeDelivery,
};

let database: Database;
let drop: () => Promise<void>;

const refOf = (orderId: string) => caseRef(KEY, 'order', orderId);
const promise = (orderId: string, number: bigint) => ({
  ...{ name: 'promised' as const, ref: refOf(orderId), revision: 1, withdrawn: false, origin: 'REPORTED' as const },
  ...{ unit: 'method/card', happenedAt: at('2018-08-01'), promisedDay: '2018-08-22', zone: 'America/Sao_Paulo' },
  ...{ destinationUnit: 'area/rj', arrivedIn: { shardId: 7, epoch: 1, number } },
});
const promised = (orderId: string, number: bigint) =>
  database.transaction(async (tx) => {
    const touched = await storeMilestones(tx, 'ordering', [promise(orderId, number)], { now: NOW, shards: 1 });
    await judgeCases(tx, delivery, touched, NOW);
  });
const delivered = (orderId: string, day: string): DeliveryFact => ({
  ...{ factId: `${orderId} ${day}`, orderId, parcelId: '', subjectId: '', happenedAt: new Date(at(day)) },
  what: { $case: 'delivered', value: {} },
});
const report = (...facts: DeliveryFact[]) => {
  const checked = facts.map((fact) => deliveryFacts.check(KEY)(fact, 'REPORTED', NOW));
  return database.transaction((tx) => recordFacts(tx, delivery, 'carrier', checked, NOW));
};
const counts = () => readIntakeCounts(database, NOW, PROMISED);

/** The same counts from the rows themselves. */
async function counted() {
  const [row] = await database.query(
    `select
       (select count(*) from fact where position('/' in kind) = 0) as "facts",
       (select count(*) from case_file) - (select count(*) from erased_case) as "cases",
       (select count(*) from case_file
        where not exists (select from fact where fact.case_ref = case_file.case_ref and kind = $2)
          and not exists (select from erased_case where erased_case.case_ref = case_file.case_ref)) as "casesWithoutPromise",
       (select count(distinct case_ref) from inconsistency) as "suspiciousFacts",
       (select coalesce(sum(case version % 2 when 1 then 1 else -1 end), 0) from observation)::bigint as "observations",
       (select count(*) from due where due_at <= $1 and state not in (3, 4)) as "waiting",
       (select count(*) from erased_case) as "erasedCases"`,
    [new Date(NOW), PROMISED],
  );
  return row;
}

beforeAll(async () => {
  const fresh = await migratedDatabase('intake_counts', DEPARTMENT_MIGRATIONS);
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'intake_counts', poolSize: 1 });
});
afterAll(async () => {
  await database.close();
  await drop();
});

describe('what a department has taken in is what its tables hold', () => {
  it('when it has nothing', async () => {
    expect(await counts()).toEqual(await counted());
  });

  it('after facts that come before their promise', async () => {
    await report(delivered('#1', '2018-08-20'), delivered('#2', '2018-08-24'), delivered('#3', '2018-08-20'));
    expect(await counts()).toMatchObject({ facts: 3n, cases: 3n, casesWithoutPromise: 3n, observations: 0n });
    expect(await counts()).toEqual(await counted());
  });

  it('after promises, while questions wait for the feed', async () => {
    for (const [place, orderId] of ['#1', '#2', '#4'].entries()) await promised(orderId, BigInt(place + 1));
    expect(await counts()).toMatchObject({ cases: 4n, casesWithoutPromise: 1n });
    expect((await counts()).waiting).toBeGreaterThan(0n);
    expect(await counts()).toEqual(await counted());
  });

  it('after a promise that comes again, from another batch too', async () => {
    await promised('#1', 1n);
    await promised('#1', 9n);
    expect(await counts()).toEqual(await counted());
  });

  it('after reports that contradict each other, and the withdrawal of one', async () => {
    await report(delivered('#1', '2018-08-25'), delivered('#2', '2018-08-25'));
    expect(await counts()).toMatchObject({ suspiciousFacts: 2n });
    const withdrawal = { $case: 'withdrawal' as const, value: { factId: '#1 2018-08-25' } };
    await report({
      factId: 'no',
      orderId: '#1',
      parcelId: '',
      subjectId: '',
      happenedAt: new Date(NOW),
      what: withdrawal,
    });
    expect(await counts()).toMatchObject({ suspiciousFacts: 1n });
    expect(await counts()).toEqual(await counted());
  });

  it('after verdicts were given and changed', async () => {
    await database.transaction(async (tx) => {
      for (const source of ['ordering', 'warehouse'] as const) await storeUpstream(tx, { source, shard: 1 }, NOW);
      await tx.execute("update feed set complete_through = '2018-08-29'");
    });
    await report(delivered('#1', '2018-08-26'), delivered('#4', '2018-08-26'));
    await report(delivered('#4', '2018-08-19'));
    expect((await counts()).observations).toBeGreaterThan(0n);
    expect(await counts()).toEqual(await counted());
  });

  it('after ordering has lost the batch of a promise, and found it again', async () => {
    await database.transaction(async (tx) => {
      await judgeCases(tx, delivery, await endUpstreamEpochs(tx, 7, [{ epoch: 1, through: 2n }]), NOW);
    });
    expect(await counts()).toMatchObject({ casesWithoutPromise: 2n });
    expect(await counts()).toEqual(await counted());
    await database.transaction(async (tx) => {
      await judgeCases(tx, delivery, await endUpstreamEpochs(tx, 7, [{ epoch: 1, through: 3n }]), NOW);
    });
    expect(await counts()).toMatchObject({ casesWithoutPromise: 1n });
  });

  it('after an erasure, and a fact that comes after it', async () => {
    const options = { now: NOW, chargeWhatWaits: true, by: 'command' } as const;
    await database.transaction((tx) => eraseCases(tx, delivery, ['#2', '#3', '#9'].map(refOf), options));
    await report(delivered('#2', '2018-08-28'));
    expect(await counts()).toMatchObject({ erasedCases: 3n, suspiciousFacts: 2n, casesWithoutPromise: 0n });
    expect(await counts()).toEqual(await counted());
  });

  it('while the counts are summed, however many rows were added', async () => {
    const before = await counts();
    await database.execute(
      "insert into intake_count (what, amount) select 'facts', n % 2 from generate_series(1, 1000) as n",
    );
    await Promise.all([sumIntakeCounts(database), sumIntakeCounts(database)]);
    expect(await counts()).toEqual({ ...before, facts: before.facts + 500n });
    const [kept] = await database.query<{ rows: bigint }>('select count(*) as rows from intake_count');
    expect(kept?.rows).toBeLessThan(10n);
  });
});

describe('asking what a department has taken in', () => {
  const READ = `select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint as rows
    from pg_stat_user_tables where relname in ('fact', 'case_file', 'verdict', 'question', 'erased_case')`;
  const rowsRead = async () => {
    await database.query('select pg_stat_force_next_flush()');
    await database.query('select pg_stat_clear_snapshot()');
    return (await database.query<{ rows: bigint }>(READ))[0]?.rows ?? 0n;
  };

  it('reads what waits, and neither facts nor cases nor what is not due yet', async () => {
    await database.execute(
      `insert into judged_metric (metric, definition) select 'metric ' || n, 1 from generate_series(1, 10) as n`,
    );
    await database.execute(
      `insert into question (case_number, metric_number, unit_number, day, due_at, state)
       select 1000000 + n, 1 + n % 10, 1, '2030-01-01', '2030-01-01', 1 from generate_series(1, 50000) as n`,
    );
    await database.execute('analyze question');
    const before = await rowsRead();
    const { waiting } = await counts();
    const read = (await rowsRead()) - before;
    expect(Number(read)).toBeLessThan(Number(waiting) + 200);
  });
});
