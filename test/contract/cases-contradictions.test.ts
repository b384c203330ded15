import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { listEvidence } from '#libs/cases/evidence/evidence.js';
import { readIntakeCounts } from '#libs/cases/evidence/intake.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { declareComplete } from '#libs/cases/facts/feeds.js';
import { evidenceToProto } from '#libs/cases/grpc/facts-mapping.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { storeMilestones, storeUpstream } from '#libs/cases/milestones/store-milestones.js';
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

const report = (...facts: Omit<DeliveryFact, 'orderId'>[]) => {
  const checked = facts.map((fact) => deliveryFacts.check(KEY)({ ...fact, orderId: '#1001' }, 'REPORTED', NOW));
  return database.transaction((tx) => recordFacts(tx, delivery, 'carrier', checked, NOW));
};
const deliveredOn = (day: string) => ({
  ...{ factId: `delivered ${day}`, parcelId: '', subjectId: '', happenedAt: new Date(at(day)) },
  what: { $case: 'delivered' as const, value: {} },
});
const promise = {
  ...{ name: 'promised' as const, ref: caseRef(KEY, 'order', '#1001'), revision: 1, withdrawn: false },
  ...{ origin: 'REPORTED' as const, unit: 'method/card', happenedAt: at('2018-08-01'), promisedDay: '2018-08-22' },
  ...{ zone: 'America/Sao_Paulo', destinationUnit: 'area/rj', arrivedIn: { shardId: 1, epoch: 1, number: 1n } },
};
const evidence = async () => {
  const days = { firstDay: '2018-08-01', lastDay: '2018-08-31' };
  const question = { source: 'delivery', metric: 'delivered_by_first_promise', ...days } as const;
  const rest = { definition: 0, unit: '', outcome: '', responsible: '' } as const;
  const page = await listEvidence(database, { ...question, ...rest }, 10, '');
  return page.evidence.map((one) =>
    evidenceToProto(
      one,
      { limits: '', documents: '', worked: [], reportedUnit: '', event: undefined },
      deliveryFacts.describe,
    ),
  );
};

beforeAll(async () => {
  const fresh = await migratedDatabase('contradictions', [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'contradictions' });
  await database.transaction(async (tx) => {
    await judgeCases(tx, delivery, await storeMilestones(tx, 'ordering', [promise], { now: NOW, shards: 1 }), NOW);
    await storeUpstream(tx, { source: 'ordering', shard: 1 }, NOW);
    await storeUpstream(tx, { source: 'warehouse', shard: 1 }, NOW);
  });
});
afterAll(async () => {
  await database.close();
  await drop();
});

describe('"Delivered" on the 21st, promised for the 22nd, and again on the 24th', () => {
  it('counts as on time by the first report, and the second report is answered with the contradiction', async () => {
    const [first] = (await report(deliveredOn('2018-08-21'))).outcomes;
    expect(first).toMatchObject({ result: 'RECORDED', inconsistencies: [] });
    await declareComplete(database, 'carrier', NOW, NOW);
    const [second] = (await report(deliveredOn('2018-08-24'))).outcomes;
    expect(second).toMatchObject({ result: 'RECORDED', inconsistencies: ['DELIVERED_TWICE'] });
  });

  it('is shown as evidence, with both reports and which of them counts', async () => {
    expect(await evidence()).toMatchObject([
      {
        caseId: '#1001',
        hit: true,
        inconsistencies: ['DELIVERED_TWICE'],
        known: [
          { name: 'promised' },
          { name: 'delivered', happenedAt: new Date(at('2018-08-21')), detail: '' },
          { name: 'delivered', happenedAt: new Date(at('2018-08-24')), detail: 'does not count: the first one does' },
        ],
      },
    ]);
  });

  it('is counted in data quality', async () => {
    expect(await readIntakeCounts(database, NOW, undefined)).toMatchObject({ facts: 2n, suspiciousFacts: 1n });
  });

  it('is no contradiction any more, and a miss, once the feed withdraws the first report', async () => {
    const withdrawal = { $case: 'withdrawal' as const, value: { factId: 'delivered 2018-08-21' } };
    await report({ factId: 'no', parcelId: '', subjectId: '', happenedAt: new Date(NOW), what: withdrawal });
    expect(await evidence()).toMatchObject([{ hit: false, inconsistencies: [] }]);
    expect(await readIntakeCounts(database, NOW, undefined)).toMatchObject({ suspiciousFacts: 0n });
  });
});
