import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import type { Department } from '#libs/cases/judging/department.js';
import { KnownCases } from '#libs/cases/judging/known-cases.js';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { type Record, recordTogether } from '#libs/cases/judging/record-together.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import type { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { freshDatabase } from '#test/stack/database.js';

const KEY = Buffer.alloc(32, 1);
const NOW = Date.parse('2018-09-30T15:00:00Z');
const DAY_MS = 86_400_000;

/** A process of delivery with a database of its own; it counts its transactions. */
async function processOf(name: string) {
  const { url, drop } = await freshDatabase(name);
  const database = new Database({ url, name, poolSize: 4 });
  await migrate(database, DEPARTMENT_MIGRATIONS);
  const department: Department = {
    ...{ source: 'delivery', metrics: DELIVERY, rules: judgedByDefault('delivery'), judge: judgeDelivery },
    ...{ silentAfterMs: 14 * DAY_MS, shards: 1, known: new KnownCases() },
  };
  let transactions = 0;
  const alone: Record = (feed, facts, now) => {
    transactions += 1;
    return database.transaction((tx) => recordFacts(tx, department, feed, facts, now));
  };
  const stop = async () => {
    await database.close();
    await drop();
  };
  return { database, alone, together: recordTogether(alone), transactions: () => transactions, stop };
}

type Process = Awaited<ReturnType<typeof processOf>>;
let [together, alone]: Process[] = [];
const processes = () => [together as Process, alone as Process] as const;

beforeAll(async () => {
  [together, alone] = [await processOf('cases_together'), await processOf('cases_alone')];
});
afterAll(async () => {
  for (const one of processes()) await one.stop();
});

const delivered = (factId: string, orderId: string, daysBefore = 3): DeliveryFact => ({
  ...{ factId, orderId, parcelId: '', subjectId: '', happenedAt: new Date(NOW - daysBefore * DAY_MS) },
  what: { $case: 'delivered', value: {} },
});
const withdrawn = (factId: string, orderId: string, what: string): DeliveryFact => ({
  ...delivered(factId, orderId),
  what: { $case: 'withdrawal', value: { factId: what } },
});
const checked = (fact: DeliveryFact): CheckedFact => deliveryFacts.check(KEY)(fact, 'REPORTED', NOW);

/** What was recorded of each fact: "a RECORDED", "b FACT_ID_REUSED". */
async function recordedBy(record: Record, calls: readonly (readonly CheckedFact[])[]): Promise<string[][]> {
  const answers = await Promise.all(calls.map((facts) => record('carrier', facts, NOW)));
  return answers.map(({ outcomes }) =>
    outcomes.map((one) => `${one.factId} ${one.result === 'REFUSED' ? one.reason : one.result}`),
  );
}

async function stored({ database }: Process) {
  const facts = await database.query('select case_ref, fact_id, kind, happened_at, body from fact order by fact_id');
  const verdicts = await database.query(
    'select case_ref, metric, unit, day, class, hits, misses from observation where version % 2 = 1 order by 1, 2, 3',
  );
  return { facts, verdicts };
}

describe('calls with one fact each that come at the same time', () => {
  it('are recorded as one after the other, in a fraction of the transactions', async () => {
    const calls = Array.from({ length: 40 }, (_, place) => [
      checked(delivered(`fact-${place}`, `#${place % 25}`, place % 7)),
    ]);
    const answers = await recordedBy(processes()[0].together, calls);
    expect(answers.flat()).toEqual(calls.map((_, place) => `fact-${place} RECORDED`));
    for (const facts of calls) await processes()[1].alone('carrier', facts, NOW);
    expect(processes().map((one) => one.transactions())).toEqual([2, 40]);
    const [first, second] = await Promise.all(processes().map(stored));
    expect(first?.facts).toHaveLength(40);
    expect(first).toEqual(second);
  });

  it('decide on the same fact one after the other', async () => {
    const calls = [
      delivered('first', '#100'), // by itself; the others together
      delivered('again', '#101'),
      delivered('again', '#101'),
      delivered('again', '#101', 5),
      withdrawn('back', '#101', 'again'),
      withdrawn('lost', '#102', 'never'),
    ];
    const answers = await recordedBy(
      processes()[0].together,
      calls.map((fact) => [checked(fact)]),
    );
    const expected = ['first RECORDED', 'again RECORDED', 'again ALREADY_RECORDED', 'again FACT_ID_REUSED'];
    expect(answers.flat()).toEqual([...expected, 'back RECORDED', 'lost WITHDRAWN_UNKNOWN']);
  });

  it('are kept when the database refuses one of them', async () => {
    const good = ['x', 'y', 'z'].map((id) => checked(delivered(id, '#200')));
    const bad = checked(delivered('bad', '#200'));
    if (bad.is === 'refused') throw new Error('it passes the checks');
    const [record, calls] = [processes()[0].together, [...good, { ...bad, fact: { ...bad.fact, factId: 'a\u0000b' } }]];
    const settled = await Promise.allSettled(calls.map((fact) => record('carrier', [fact], NOW)));
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected']);
    const rows = await processes()[0].database.query("select fact_id from fact where fact_id in ('x', 'y', 'z')");
    expect(rows).toHaveLength(3);
  });
});
