import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import type { Department } from '#libs/cases/judging/department.js';
import { recordFacts } from '#libs/cases/judging/record-facts.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { Database } from '#libs/postgres/database.js';
import { aFactOf, checked, DEPARTMENTS, KINDS, NOW, type Sent } from '#test/catalogue/any-fact.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { migratedDatabase } from '#test/stack/database.js';

/** One call to each department: of every kind of fact a good one, with bad ones before and behind it. */

const databases = new Map<BuiltInSource, { readonly database: Database; drop(): Promise<void> }>();
const databaseOf = (department: BuiltInSource) => databases.get(department)!.database;

beforeAll(async () => {
  for (const department of BUILT_IN_SOURCES) {
    const { url, drop } = await migratedDatabase(`bad_${department}`, [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
    const database = new Database({ url, name: department });
    databases.set(department, { database, drop });
  }
});
afterAll(async () => {
  for (const { database, drop } of databases.values()) {
    await database.close();
    await drop();
  }
});

const own = (department: BuiltInSource) => KINDS.filter((row) => row.department === department);
const caseOf = (row: (typeof KINDS)[number], id: string) =>
  row.about !== '' ? { subjectId: id } : row.department === 'support' ? { contactId: id } : { orderId: id };
/** A good fact of each kind, each about a case of its own. */
const good = (department: BuiltInSource) =>
  own(department).map((row, place) => {
    const { sent } = fc.sample(aFactOf([row]), { seed: 7, numRuns: 1 })[0]!;
    const named: Sent = { ...sent, factId: `good ${row.kind}`, change: caseOf(row, `case ${place}`) };
    return { row, sent: named };
  });

function record(department: BuiltInSource, facts: readonly CheckedFact[]) {
  const { judge } = DEPARTMENTS[department];
  const of: Department = {
    ...{ source: department, metrics: [], rules: judgedByDefault(department), silentAfterMs: NOW, shards: 1, judge },
  };
  return databaseOf(department).transaction((tx) => recordFacts(tx, of, 'feed', facts, NOW));
}
async function rows(department: BuiltInSource) {
  const [count] = await databaseOf(department).query<{ facts: string; cases: string }>(
    'select (select count(*) from fact)::text as facts, (select count(*) from case_file)::text as cases',
  );
  return [Number(count?.facts), Number(count?.cases)];
}

describe.each(BUILT_IN_SOURCES)('a call to %s with good and bad facts of every kind', (department) => {
  const kinds = good(department);
  const all = [kinds.length, kinds.length];

  it('refuses each bad one by a named reason, and stores its neighbours whole', async () => {
    const facts = kinds.flatMap(({ row, sent }) => [
      checked(row, { ...sent, factId: `old ${row.kind}`, happenedAt: Date.UTC(1918, 0, 1) }),
      checked(row, sent),
      checked(row, { ...sent, factId: '' }),
    ]);
    const { outcomes } = await record(department, facts);
    const answers = outcomes.map((one) => (one.result === 'REFUSED' ? one.reason : one.result));
    expect(answers).toEqual(kinds.flatMap(() => ['TIME_OUT_OF_RANGE', 'RECORDED', 'FACT_ID_INVALID']));
    expect(await rows(department)).toEqual(all);
  });

  it('stores nothing twice: the same again is known, and another content under its id is refused', async () => {
    const again = await record(
      department,
      kinds.map(({ row, sent }) => checked(row, sent)),
    );
    expect(new Set(again.outcomes.map(({ result }) => result))).toEqual(new Set(['ALREADY_RECORDED']));
    const other = await record(
      department,
      kinds.map(({ row, sent }) => checked(row, { ...sent, happenedAt: sent.happenedAt + 1 })),
    );
    const reasons = other.outcomes.map((one) => (one.result === 'REFUSED' ? one.reason : one.result));
    expect(new Set(reasons)).toEqual(new Set(['FACT_ID_REUSED']));
    expect(await rows(department)).toEqual(all);
  });

  it('flags a fact that contradicts another one, and stores both', async () => {
    const { outcomes } = await record(
      department,
      kinds.map(({ row, sent }) =>
        checked(row, { ...sent, factId: `second ${row.kind}`, happenedAt: sent.happenedAt + 1 }),
      ),
    );
    const flags = outcomes.map((one) => (one.result === 'REFUSED' ? [one.reason] : one.inconsistencies));
    for (const [place, { row }] of kinds.entries()) {
      const isNormal = row.counts === 'every' || row.mayRepeat;
      const twice = flags[place]!.filter((flag) => flag.startsWith(`${row.kind.toUpperCase()}_TWICE`));
      expect([row.kind, twice.length]).toEqual([row.kind, isNormal ? 0 : 1]);
    }
    expect(await rows(department)).toEqual([2 * kinds.length, kinds.length]);
  });
});
