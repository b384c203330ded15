import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { listEvidence } from '#libs/cases/evidence/evidence.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { declareComplete } from '#libs/cases/facts/feeds.js';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { storeMilestones } from '#libs/cases/milestones/store-milestones.js';
import { attribute } from '#libs/catalogue/evaluation.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { hitIf } from '#libs/catalogue/result.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { NO_RULES } from '#libs/rules/rules.js';
import { migratedDatabase } from '#test/stack/database.js';

const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const NOW = at('2018-03-15');
const ref = caseRef(Buffer.alloc(32, 1), 'order', '#1001');
const metric = (definition: number, limitDay: string) =>
  ({ recordedAs: 'there_in_time', definition, needs: [], limitDay }) as unknown as MetricDefinition & {
    limitDay: string;
  };

/** Is each parcel there in time? Two definitions, with two limits, are judged side by side. */
const definitions = [metric(1, '2018-03-04'), metric(2, '2018-03-06')];
const department: Department = {
  source: 'delivery',
  metrics: definitions,
  rules: async () => ({ ...NO_RULES, definitions }),
  silentAfterMs: 14 * 86_400_000,
  shards: 1,
  judge,
};

function judge(facts: readonly StoredFact[]): Judgement {
  const evaluations = facts.flatMap(({ part, happenedAt }) =>
    definitions.map((one) => ({
      ...{ metric: one, part, unit: 'area/rj', day: '2018-03-02', dueAt: at(one.limitDay) },
      result: attribute(hitIf(happenedAt < at(one.limitDay)), one),
    })),
  );
  const milestones = facts.map(({ part, happenedAt }) => ({
    ...{ name: 'delivered' as const, part, unit: 'area/rj', happenedAt },
  }));
  return { evaluations, milestones, inconsistencies: [] };
}

const delivered = (part: string, day: string): CheckedFact => ({
  is: 'in order',
  fact: {
    ...{ factId: `delivered/${part}`, ref, part, kind: 'delivered', happenedAt: at(day), withdraws: undefined },
    ...{ origin: 'REPORTED', body: Buffer.from(`${part} ${day}`) },
  },
});
const withdrawal = (part: string): CheckedFact => ({
  is: 'in order',
  fact: {
    ...{ factId: `no/${part}`, ref, part, kind: 'withdrawal', happenedAt: NOW, withdraws: `delivered/${part}` },
    ...{ origin: 'REPORTED', body: Buffer.from(`no ${part}`) },
  },
});

let database: Database;
let drop: () => Promise<void>;
const record = (...facts: CheckedFact[]) =>
  database.transaction((tx) => recordFacts(tx, department, 'acme', facts, NOW));
const judgeRefs = (tx: Transaction, refs: readonly Buffer[], now: number) =>
  judgeCases(
    tx,
    department,
    refs.map((one) => ({ ref: one, cause: 'sweep' })),
    now,
  );
const sweepNow = () =>
  sweep({ ...department, transaction: (work) => database.transaction(work), judge: judgeRefs }, NOW);
/** "B 2: 0 of 1", one for each observation that stands. */
const standing = async (definition = 0) => {
  const question = {
    source: 'delivery',
    metric: 'there_in_time',
    definition,
    firstDay: '2018-03-01',
    lastDay: '2018-03-31',
  } as const;
  const lines: string[] = [];
  let token = '';
  do {
    const page = await listEvidence(database, { ...question, unit: '', outcome: '', responsible: '' }, 1, token);
    for (const { verdict } of page.evidence)
      lines.push(`${verdict.part} ${verdict.definition}: ${verdict.hits} of ${verdict.hits + verdict.misses}`);
    token = page.nextPageToken;
  } while (token !== '');
  return lines;
};

beforeAll(async () => {
  const fresh = await migratedDatabase('parts', [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'parts' });
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(() => database.execute('truncate case_file, fact, verdict, question, published, feed, outbox'));

describe('two parcels of one order', () => {
  it('each get an observation of each definition, and neither overwrites the other', async () => {
    await record(delivered('A', '2018-03-03'), delivered('DE 4711/2', '2018-03-05'));
    await declareComplete(database, 'acme', at('2018-03-10'), NOW);
    expect(await sweepNow()).toBe(1);
    expect(await standing()).toEqual(['A 1: 1 of 1', 'A 2: 1 of 1', 'DE 4711/2 1: 0 of 1', 'DE 4711/2 2: 1 of 1']);
    expect(await standing(2)).toEqual(['A 2: 1 of 1', 'DE 4711/2 2: 1 of 1']);
    expect(await database.query('select from due')).toEqual([]);
  });

  it('are corrected one by one', async () => {
    await record(delivered('A', '2018-03-03'), delivered('B', '2018-03-05'));
    await declareComplete(database, 'acme', at('2018-03-10'), NOW);
    await sweepNow();
    await record(withdrawal('B'));
    expect(await standing()).toEqual(['A 1: 1 of 1', 'A 2: 1 of 1']);
  });

  it('wait one by one, and each definition until its own limit', async () => {
    await record(delivered('A', '2018-03-03'), delivered('B', '2018-03-05'));
    await declareComplete(database, 'acme', at('2018-03-05'), NOW);
    await sweepNow();
    expect(await standing()).toEqual(['A 1: 1 of 1', 'B 1: 0 of 1']);
    expect(await database.query('select part, definition from due order by part')).toEqual([
      { part: 'A', definition: 2 },
      { part: 'B', definition: 2 },
    ]);
  });

  it('are two milestones, which are revised one by one', async () => {
    await record(delivered('A', '2018-03-03'), delivered('B', '2018-03-05'));
    await record(withdrawal('B'));
    expect(await database.query('select part, revision, withdrawn from published_milestone order by part')).toEqual([
      { part: 'A', revision: 1, withdrawn: false },
      { part: 'B', revision: 2, withdrawn: true },
    ]);
  });

  it('are both known to a department that gets their milestones', async () => {
    const milestone = (part: string) => ({
      ...{ name: 'delivered' as const, part, ref, revision: 1, withdrawn: false, origin: 'REPORTED' as const },
      ...{ unit: 'area/rj', happenedAt: NOW, arrivedIn: { shardId: 1, epoch: 1, number: 1n } },
    });
    const options = { now: NOW, shards: 1 };
    await database.transaction((tx) => storeMilestones(tx, 'delivery', ['A', 'B', ''].map(milestone), options));
    const rows = await database.query<{ part: string; fact_id: string }>(
      'select part, fact_id from fact order by part',
    );
    expect(rows.map(({ part, fact_id: id }) => [part, id.split('/').slice(3)])).toEqual([
      ['', []],
      ['A', ['A']],
      ['B', ['B']],
    ]);
  });
});
