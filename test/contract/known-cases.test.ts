import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseCases } from '#libs/cases/erasure/erase-cases.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { declareComplete } from '#libs/cases/facts/feeds.js';
import type { CaseFile } from '#libs/cases/judging/case-file.js';
import type { Department } from '#libs/cases/judging/department.js';
import { KnownCases } from '#libs/cases/judging/known-cases.js';
import { loadCases } from '#libs/cases/judging/load-cases.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { endUpstreamEpochs, storeMilestones, storeUpstream } from '#libs/cases/milestones/store-milestones.js';
import { DELIVERY } from '#libs/catalogue/delivery/metrics.js';
import type { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { migratedDatabase } from '#test/stack/database.js';

const KEY = Buffer.alloc(32, 1);
const NOW = Date.parse('2018-09-30T15:00:00Z');
const DAY_MS = 86_400_000;
const ORDERS = ['#1', '#2', '#3', '#4', '#5'];
const refOf = (orderId: string) => caseRef(KEY, 'order', orderId);

/** A process of delivery; one of an older version remembers nothing and does not know of versions. */
const processThat = (known?: KnownCases): Department => ({
  ...{ source: 'delivery', metrics: DELIVERY, rules: judgedByDefault('delivery'), judge: judgeDelivery },
  ...{ silentAfterMs: 14 * DAY_MS, shards: 1 },
  ...(known && { known }),
});

/** Counts the cases that it need not read. */
class Counting extends KnownCases {
  found = 0;
  override find(tx: Transaction, ref: Buffer, version: number): CaseFile | undefined {
    const file = super.find(tx, ref, version);
    if (file !== undefined) this.found += 1;
    return file;
  }
}

let database: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await migratedDatabase('known_cases', DEPARTMENT_MIGRATIONS);
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'known_cases', poolSize: 4 });
});
afterAll(async () => {
  await database.close();
  await drop();
});

let facts = 0;
function deliveryFact(orderId: string, daysBefore: number, withdraws?: string): DeliveryFact {
  facts += 1;
  const what = { $case: 'delivered' as const, value: {} };
  return {
    ...{ factId: `fact-${facts}`, orderId, parcelId: '', subjectId: '' },
    happenedAt: new Date(NOW - daysBefore * DAY_MS),
    what: withdraws === undefined ? what : { $case: 'withdrawal', value: { factId: withdraws } },
  };
}

async function report(department: Department, reported: readonly DeliveryFact[], fails = false) {
  const checked = reported.map((fact) => deliveryFacts.check(KEY)(fact, 'REPORTED', NOW));
  await database.transaction(async (tx) => {
    await recordFacts(tx, department, 'carrier', checked, NOW, { isLast: !fails });
    if (fails) throw new Error('and it is rolled back');
  });
}

async function promise(department: Department, orderId: string, revision: number, number: bigint) {
  const milestone = {
    ...{ name: 'promised' as const, ref: refOf(orderId), revision, withdrawn: revision % 3 === 0 },
    ...{ origin: 'REPORTED' as const, unit: 'method/card', happenedAt: NOW - 60 * DAY_MS, promisedDay: '2018-08-22' },
    ...{ zone: 'America/Sao_Paulo', destinationUnit: 'area/rj', arrivedIn: { shardId: 7, epoch: 1, number } },
  };
  await database.transaction(async (tx) => {
    await department.known?.begin(tx);
    const touched = await storeMilestones(tx, 'ordering', [milestone], { now: NOW, shards: 1 });
    await judgeCases(tx, department, touched, NOW);
  });
}

function sweepNow(department: Department) {
  const judge = (tx: Transaction, refs: readonly Buffer[], now: number) =>
    judgeCases(
      tx,
      department,
      refs.map((ref) => ({ ref, cause: 'sweep', added: [] })),
      now,
    );
  return sweep({ ...department, transaction: (work) => database.transaction(work), judge }, NOW);
}

/** What a process knows of every case, in one order. */
function knownBy(known?: KnownCases) {
  return database.transaction(async (tx) => {
    await known?.begin(tx);
    const touched = ORDERS.map((orderId) => ({ ref: refOf(orderId), added: [] }));
    return (await loadCases(tx, touched, known)).map(({ place: _, allFacts, ...file }) => ({
      ...file,
      ref: file.ref.toString('hex'),
      facts: file.facts.map((fact) => ({ ...fact, body: Buffer.from(fact.body).toString('hex') })),
      all: allFacts.map(({ factId }) => factId).sort(),
      spent: [...file.spent].sort(),
      standing: sorted(file.standing),
      due: sorted(file.due),
      published: sorted(file.published),
      inconsistencies: file.inconsistencies.toSorted(),
    }));
  });
}

/** Fields in one order, and texts of them in order. */
function sorted(some: readonly object[]): string[] {
  return some.map((one) => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();
}

/** The same numbers in every run; 0 to below `below`. */
function numbersFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('the cases that a process remembers', () => {
  it('are as they would be read, whatever it and other processes do', async () => {
    const [one, two] = [new Counting(), new Counting()];
    const processes = [processThat(one), processThat(two), processThat()];
    const next = numbersFrom(17);
    const reported: DeliveryFact[] = [];
    for (let step = 0; step < 100; step += 1) {
      const department = processes[next(processes.length)] as Department;
      const orderId = ORDERS[next(ORDERS.length)] as string;
      const what = next(20);
      if (what < 6) {
        const fact = deliveryFact(orderId, next(40));
        reported.push(fact);
        await report(department, [fact]);
      } else if (what < 9) {
        const { orderId: of = orderId, factId = 'nothing' } = reported[next(reported.length)] ?? {};
        await report(department, [deliveryFact(of, 0, factId)]);
      } else if (what < 12) await promise(department, orderId, 1 + next(4), BigInt(1 + next(9)));
      else if (what < 14) {
        const failing = report(department, [deliveryFact(orderId, next(40))], true);
        await expect(failing).rejects.toThrow('rolled back');
      } else if (what < 16) {
        const through = NOW - (60 - step / 2) * DAY_MS;
        await declareComplete(database, 'carrier', through, NOW);
        for (const source of ['ordering', 'warehouse'] as const)
          await database.transaction((tx) => storeUpstream(tx, { source, shard: 1 }, through));
        await sweepNow(department);
      } else if (what < 19) {
        const through = BigInt(next(9));
        await database.transaction(async (tx) => {
          await judgeCases(tx, department, await endUpstreamEpochs(tx, 7, [{ epoch: 1, through }]), NOW);
        });
      } else if (step > 80) {
        const options = { now: NOW, chargeWhatWaits: true, by: 'command' } as const;
        await database.transaction((tx) => eraseCases(tx, department, [refOf(orderId)], options));
      }
      const read = await knownBy();
      expect([step, await knownBy(one)]).toEqual([step, read]);
      expect([step, await knownBy(two)]).toEqual([step, read]);
    }
    expect(one.found).toBeGreaterThan(100);
    expect(two.found).toBeGreaterThan(100);
  });

  it('stay right when two processes report about one case at one instant', async () => {
    const [one, two] = [new Counting(), new Counting()];
    const both = [processThat(one), processThat(two), processThat(one)];
    for (let turn = 0; turn < 10; turn += 1)
      await Promise.all(both.map((department) => report(department, [deliveryFact('#twice', turn)])));
    const [row] = await database.query<{ facts: bigint; version: number }>(
      'select count(*) as facts, min(version) as version from fact join case_file using (case_ref) where case_ref = $1',
      [refOf('#twice')],
    );
    expect(row).toEqual({ facts: 30n, version: 29 }); // the transaction that opens the case leaves it at 0
    expect(one.found + two.found).toBeGreaterThan(0);
  });

  it('are read where a transaction judges a case again that it has opened', async () => {
    const known = new Counting();
    const department = processThat(known);
    await database.transaction(async (tx) => {
      for (const daysBefore of [3, 2]) {
        const checked = [deliveryFacts.check(KEY)(deliveryFact('#opened', daysBefore), 'REPORTED', NOW)];
        await recordFacts(tx, department, 'carrier', checked, NOW);
      }
      const [file] = await loadCases(tx, [{ ref: refOf('#opened'), added: [] }], known);
      expect(file).toMatchObject({ isNew: false, version: 1 });
      expect(file?.allFacts.length).toBe(2);
    });
    const [file] = await database.transaction(async (tx) => {
      await known.begin(tx);
      return loadCases(tx, [{ ref: refOf('#opened'), added: [] }], known);
    });
    expect(known.found).toBe(1);
    expect(file?.allFacts.length).toBe(2);
  });

  it('fail a transaction whose COMMIT is on its way, where the row of a case is not where it was locked', async () => {
    const known = new KnownCases();
    await report(processThat(known), [deliveryFact('#moved', 3)]);
    const read = async (tx: Transaction) => {
      await known.begin(tx);
      return (await loadCases(tx, [{ ref: refOf('#moved'), added: [] }], known))[0] as CaseFile;
    };
    const before = await database.transaction(read);
    const moved = database.transaction(async (tx) => {
      const file = { ...(await read(tx)), place: '(4711,1)' };
      await tx.execute('update case_file set version = 7 where case_ref = $1', [file.ref]);
      await tx.last?.(() => known.end(tx, [file], new Set([file])));
    });
    await expect(moved).rejects.toMatchObject({ code: '22012' }); // division by zero
    expect(await database.transaction(read)).toEqual({ ...before, place: expect.anything() });
  });

  it('are the newest ones, of as many as it may remember', async () => {
    const known = new Counting(4); // of which two are certain
    const department = processThat(known);
    for (const orderId of ['#a', '#b', '#c']) await report(department, [deliveryFact(orderId, 3)]);
    for (const orderId of ['#c', '#b']) await report(department, [deliveryFact(orderId, 2)]);
    expect(known.found).toBe(2);
    await report(department, [deliveryFact('#a', 2)]);
    expect(known.found).toBe(2);
  });
});
