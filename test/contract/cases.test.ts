import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { listEvidence } from '#libs/cases/evidence/evidence.js';
import { readIntakeCounts } from '#libs/cases/evidence/intake.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { declareComplete, expectUpstreams, readFeeds, registerFeed } from '#libs/cases/facts/feeds.js';
import type { CheckedFact, IncomingFact } from '#libs/cases/facts/incoming-fact.js';
import { storeFacts } from '#libs/cases/facts/store-facts.js';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { countWaiting } from '#libs/cases/judging/waiting.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { milestoneOf } from '#libs/cases/milestones/milestone-codec.js';
import { storeMilestones, storeUpstream } from '#libs/cases/milestones/store-milestones.js';
import { attribute } from '#libs/catalogue/evaluation.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { hitIf } from '#libs/catalogue/result.js';
import type { Origin } from '#libs/domain/observation.js';
import { Database } from '#libs/postgres/database.js';
import { NO_RULES } from '#libs/rules/rules.js';
import { migratedDatabase } from '#test/stack/database.js';

const DAY = 86_400_000;
const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

/** A department small enough to be read here: was the parcel there on the promised day, seven days after the hand-over? */
const metric = { recordedAs: 'in_time', definition: 1, needs: ['ordering'] } as unknown as MetricDefinition;
const department: Department = {
  source: 'delivery',
  metrics: [metric],
  rules: async () => ({ ...NO_RULES, definitions: [metric] }),
  silentAfterMs: 14 * DAY,
  shards: 1,
  judge,
};

function judge(facts: readonly StoredFact[]): Judgement {
  const promised = facts.find((fact) => fact.kind === 'ordering/promised');
  const delivered = facts.find((fact) => fact.kind === 'delivered');
  const milestones = delivered
    ? [{ name: 'delivered' as const, unit: 'area/rj', happenedAt: delivered.happenedAt }]
    : [];
  const { promisedDay: day } = promised ? milestoneOf(promised) : {};
  if (day === undefined) return { evaluations: [], milestones, inconsistencies: [] };
  const dueAt = Date.parse(day) + DAY;
  const result = attribute(hitIf(delivered !== undefined && delivered.happenedAt < dueAt), metric);
  const isEarly = delivered !== undefined && delivered.happenedAt < (promised?.happenedAt ?? 0);
  return {
    evaluations: [{ metric, unit: 'area/rj', day, dueAt, result }],
    milestones,
    inconsistencies: isEarly ? ['DELIVERED_BEFORE_PROMISE'] : [],
  };
}

let database: Database;
let drop: () => Promise<void>;

async function record(facts: readonly CheckedFact[], { feed = 'acme', now = noon('2018-03-15') } = {}) {
  return database.transaction(async (tx) => {
    const stored = await storeFacts(tx, facts, { feed, now, shards: 1 });
    await judgeCases(tx, department, stored.touched, now);
    return stored.outcomes;
  });
}

const TOLD_IN = { shardId: 1, epoch: 1, number: 1n };

async function takeIn(orders: readonly string[], now = noon('2018-03-15'), revision = 1, day = '2018-03-02') {
  return database.transaction(async (tx) => {
    const milestones = orders.map((order) => ({ ...promise(order, revision, day), arrivedIn: TOLD_IN }));
    const touched = await storeMilestones(tx, 'ordering', milestones, { now, shards: 1 });
    await judgeCases(tx, department, touched, now);
    return touched.length;
  });
}

const sweepNow = (now: number) =>
  sweep(
    {
      ...department,
      transaction: (work) => database.transaction(work),
      judge: (tx, refs, at) =>
        judgeCases(
          tx,
          department,
          refs.map((ref) => ({ ref, cause: 'sweep' })),
          at,
        ),
    },
    now,
  );

const refOf = (order: string) => caseRef(Buffer.alloc(32, 1), 'order', order);

function delivered(order: string, changes: Partial<IncomingFact> = {}): CheckedFact {
  const fact: IncomingFact = {
    factId: `delivered-${order}`,
    ref: refOf(order),
    part: '',
    kind: 'delivered',
    happenedAt: noon('2018-03-02'),
    withdraws: undefined,
    origin: 'REPORTED',
    ...changes,
    body: Buffer.from(JSON.stringify([order, changes.happenedAt ?? noon('2018-03-02'), changes.withdraws ?? ''])),
  };
  return { is: 'in order', fact };
}

const withdrawal = (order: string, withdraws: string, factId = `no-${withdraws}`) =>
  delivered(order, { factId, kind: 'withdrawal', withdraws });

function promise(order: string, revision: number, promisedDay: string, origin: Origin = 'REPORTED') {
  return {
    name: 'promised' as const,
    ref: refOf(order),
    revision,
    withdrawn: false,
    origin,
    unit: 'method/boleto',
    happenedAt: noon('2018-02-20'),
    promisedDay,
    zone: 'America/Sao_Paulo',
    destinationUnit: 'area/rj',
  };
}

/** All versions ever written, oldest first: [version, hits, misses, cause]. */
async function versions() {
  const rows = await database.query<{ version: number; hits: number; misses: number; cause: string }>(
    'select version, hits, misses, cause from observation order by case_ref, version',
  );
  return rows.map((row) => [row.version, row.hits, row.misses, row.cause]);
}

async function completeThrough(day: string) {
  await declareComplete(database, 'acme', noon(day), noon('2018-03-15'));
  await database.transaction((tx) => storeUpstream(tx, { source: 'ordering', shard: 1 }, noon(day)));
}

const results = (outcomes: readonly { readonly result: string }[]) => outcomes.map((outcome) => outcome.result);
const tables = [
  ...['case_file', 'fact', 'verdict', 'question', 'published', 'inconsistency', 'feed', 'upstream', 'intake_count'],
];

beforeAll(async () => {
  const fresh = await migratedDatabase('cases', [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'test', connectTimeoutMs: 60_000 });
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(async () => {
  await database.execute(`truncate ${tables.join(', ')}`);
  await database.execute('delete from outbox');
});

describe('facts', () => {
  it('are kept once, however often they are sent', async () => {
    expect(results(await record([delivered('a'), delivered('b')]))).toEqual(['RECORDED', 'RECORDED']);
    expect(results(await record([delivered('b'), delivered('a'), delivered('c')]))).toEqual([
      'ALREADY_RECORDED',
      'ALREADY_RECORDED',
      'RECORDED',
    ]);
  });

  it('are refused when their id was used for something else, and their neighbours are kept', async () => {
    await record([delivered('a')]);
    const outcomes = await record([delivered('b'), delivered('x', { factId: 'delivered-a' }), delivered('c')]);
    expect(outcomes).toMatchObject([
      { result: 'RECORDED' },
      { result: 'REFUSED', reason: 'FACT_ID_REUSED', field: 'fact_id', factId: 'delivered-a' },
      { result: 'RECORDED' },
    ]);
    expect(await readIntakeCounts(database, 0, undefined)).toMatchObject({ facts: 3n, cases: 3n });
  });

  it('may stand twice in one call: the second is known, or refused when it says something else', async () => {
    const again = delivered('a', { happenedAt: noon('2018-03-05') });
    expect(results(await record([delivered('a'), delivered('a'), again]))).toEqual([
      'RECORDED',
      'ALREADY_RECORDED',
      'REFUSED',
    ]);
  });

  it('may be sent by two callers at once, in any order: each is kept once and judged once', async () => {
    const orders = Array.from({ length: 200 }, (_, index) => `order-${index}`);
    await takeIn(orders);
    await completeThrough('2018-03-10');
    const calls = Array.from({ length: 6 }, (_, index) => {
      const facts = orders.map((order) => delivered(order));
      return record(index % 2 === 0 ? facts : facts.reverse());
    });
    const outcomes = (await Promise.all(calls)).flat();
    expect(outcomes.filter(({ result }) => result === 'RECORDED')).toHaveLength(200);
    expect(outcomes.filter(({ result }) => result === 'ALREADY_RECORDED')).toHaveLength(1_000);
    expect(await readIntakeCounts(database, 0, undefined)).toMatchObject({
      facts: 200n,
      cases: 200n,
      observations: 200n,
    });
    const [row] = await database.query<{ hits: bigint }>(
      'select sum(hits) as hits from observation where version % 2 = 1',
    );
    expect(row?.hits).toBe(200n);
  });

  it('that come at the same moment as the promises they need are judged all the same', async () => {
    const orders = Array.from({ length: 100 }, (_, index) => `order-${index}`);
    await completeThrough('2018-03-10');
    await record(orders.map((order) => delivered(order, { factId: `first-${order}`, happenedAt: noon('2018-03-09') })));
    const calls = orders.flatMap((order) => [takeIn([order]), record([delivered(order)])]);
    await Promise.all(calls);
    const [row] = await database.query<{ hits: bigint }>('select sum(hits) as hits from observation');
    expect(await readIntakeCounts(database, 0, undefined)).toMatchObject({ observations: 100n });
    expect(row?.hits).toBeGreaterThanOrEqual(100n);
  });

  it('of two callers with one id and different content, one is kept', async () => {
    const calls = await Promise.all([
      record([delivered('a', { factId: 'one' })]),
      record([delivered('b', { factId: 'one' })]),
    ]);
    expect(results(calls.flat()).sort()).toEqual(['RECORDED', 'REFUSED']);
  });

  it('keep what another feed reports under the same id', async () => {
    await record([delivered('a')]);
    expect(results(await record([delivered('a')], { feed: 'post' }))).toEqual(['RECORDED']);
  });

  it('leave nothing behind when all of them are refused', async () => {
    const refusal = { factId: 'x', reason: 'ORDER_ID_INVALID', field: 'order_id', detail: '' } as const;
    await record([{ is: 'refused', refusal }, withdrawal('a', 'never-sent')]);
    for (const table of tables) {
      expect(await database.query(`select 1 from ${table}`), table).toEqual([]);
    }
  });
});

describe('a correction', () => {
  it('retracts the verdict and records what follows without the fact', async () => {
    await takeIn(['a']);
    await record([delivered('a')]);
    await completeThrough('2018-03-10');
    await sweepNow(noon('2018-03-15'));
    await record([withdrawal('a', 'delivered-a')]);
    expect(await versions()).toEqual([
      [1, 1, 0, 'sweep'],
      [2, 1, 0, 'acme/no-delivered-a'],
      [3, 0, 1, 'acme/no-delivered-a'],
    ]);
  });

  it('may come in the same call as the fact, and before it', async () => {
    expect(results(await record([withdrawal('a', 'delivered-a'), delivered('a')]))).toEqual(['RECORDED', 'RECORDED']);
  });

  it.each([
    ['was never reported', withdrawal('a', 'other')],
    ['is about another case', withdrawal('b', 'delivered-a', 'of-b')],
    ['is itself a withdrawal', withdrawal('a', 'no-delivered-a', 'twice')],
  ])('is refused when what it takes back %s', async (_, fact) => {
    await record([delivered('a'), withdrawal('a', 'delivered-a')]);
    expect(await record([fact])).toMatchObject([
      { result: 'REFUSED', reason: 'WITHDRAWN_UNKNOWN', field: 'withdrawal.fact_id' },
    ]);
  });

  it('publishes to other departments that a milestone never happened', async () => {
    await record([delivered('a')]);
    await record([withdrawal('a', 'delivered-a')]);
    expect(await database.query('select name, revision, withdrawn from published_milestone')).toEqual([
      { name: 'delivered', revision: 2, withdrawn: true },
    ]);
  });
});

describe('a milestone', () => {
  it('that comes after the facts judges them', async () => {
    await completeThrough('2018-03-10');
    await record([delivered('a')]);
    expect(await versions()).toEqual([]);
    await takeIn(['a']);
    expect(await versions()).toEqual([[1, 1, 0, 'ordering/promised']]);
  });

  it('that comes again changes nothing', async () => {
    expect(await takeIn(['a'])).toBe(1);
    expect(await takeIn(['a'])).toBe(0);
  });

  it('that promises a later day does not help', async () => {
    await takeIn(['a']);
    await takeIn(['a'], noon('2018-03-15'), 2, '2018-03-09');
    await completeThrough('2018-03-10');
    await sweepNow(noon('2018-03-15'));
    expect(await database.query('select day from observation')).toEqual([{ day: '2018-03-02' }]);
  });

  it('makes a case suspicious whose stamps contradict it, whichever came first', async () => {
    await record([delivered('a', { happenedAt: noon('2018-02-19') })]);
    await takeIn(['a']);
    expect(await readIntakeCounts(database, 0, undefined)).toMatchObject({ suspiciousFacts: 1n });
  });
});

describe('what is due and did not happen', () => {
  const now = noon('2018-03-15');

  it('waits until the feed and the upstream have reported that far, and is a miss then', async () => {
    await takeIn(['a', 'b']);
    await record([delivered('b')]);
    await sweepNow(now);
    expect(await countWaiting(database, department, now)).toEqual([
      { metric: 'in_time', definition: 1, unit: 'area/rj', day: '2018-03-02', cases: 2n, waitsFor: 'delivery/acme' },
    ]);

    await declareComplete(database, 'acme', noon('2018-03-10'), now);
    await sweepNow(now);
    expect(await countWaiting(database, department, now)).toMatchObject([{ cases: 2n, waitsFor: 'ordering' }]);

    await completeThrough('2018-03-10');
    expect(await sweepNow(now)).toBe(2);
    expect(await countWaiting(database, department, now)).toEqual([]);
    expect((await versions()).sort()).toEqual([
      [1, 0, 1, 'sweep'],
      [1, 1, 0, 'sweep'],
    ]);
  });

  it('does not wait before it is due', async () => {
    await takeIn(['a']);
    expect(await countWaiting(database, department, noon('2018-03-01'))).toEqual([]);
  });

  it('waits for all shards of an upstream', async () => {
    await database.transaction((tx) =>
      expectUpstreams(tx, [
        { source: 'ordering', shard: 1 },
        { source: 'ordering', shard: 2 },
      ]),
    );
    await takeIn(['a']);
    await record([delivered('b')]);
    await completeThrough('2018-03-10');
    expect(await sweepNow(now)).toBe(0);
  });

  it('is swept in as many chunks as it takes', async () => {
    const orders = Array.from({ length: 1_203 }, (_, index) => `order-${index}`);
    await takeIn(orders);
    await record([delivered('order-7')]);
    await completeThrough('2018-03-10');
    expect(await sweepNow(now)).toBe(1_203);
    expect(await database.query('select 1 from due')).toEqual([]);
  });

  it('is charged to a live feed that stays silent, and taken back when the feed catches up', async () => {
    await takeIn(['a']);
    await record([delivered('a')]);
    await database.transaction((tx) => storeUpstream(tx, { source: 'ordering', shard: 1 }, now));
    expect(await sweepNow(noon('2018-03-16'))).toBe(0); // due 03-03 00:00, limit 14 days later: 03-17 00:00
    expect(await sweepNow(noon('2018-03-17'))).toBe(1);
    expect(await versions()).toEqual([[1, 0, 1, 'FEED_SILENT']]);
    expect(await sweepNow(noon('2018-03-18'))).toBe(0);
    expect(await countWaiting(database, department, now)).toEqual([]);

    await completeThrough('2018-03-10');
    await sweepNow(noon('2018-03-18'));
    expect(await versions()).toEqual([
      [1, 0, 1, 'FEED_SILENT'],
      [2, 0, 1, 'sweep'],
      [3, 1, 0, 'sweep'],
    ]);
  });

  it('is never charged for imported cases', async () => {
    await takeIn(['a']);
    await record([delivered('a', { origin: 'IMPORTED' })]);
    expect(await sweepNow(noon('2018-06-01'))).toBe(0);
  });
});

describe('a declaration', () => {
  it('only moves forward', async () => {
    await declareComplete(database, 'acme', noon('2018-03-10'), 0);
    expect(await declareComplete(database, 'acme', noon('2018-03-09'), 0)).toBe(noon('2018-03-10'));
  });

  it('says nothing about the origin of a feed: its first fact does, and the worst one after that', async () => {
    const origin = async () => (await readFeeds(database)).map(({ feed, ...one }) => [feed, one.origin]);
    const report = (one: Origin) =>
      database.transaction(async (tx) => registerFeed(tx, 'acme', [one], await readFeeds(tx)));
    await declareComplete(database, 'acme', noon('2018-03-10'), 0);
    expect(await origin()).toEqual([['acme', undefined]]);
    await report('REPORTED');
    expect(await origin()).toEqual([['acme', 'REPORTED']]);
    await report('GENERATED');
    await report('IMPORTED');
    await declareComplete(database, 'acme', noon('2018-03-11'), 0);
    expect(await origin()).toEqual([['acme', 'GENERATED']]);
  });
});

describe('evidence', () => {
  const question = {
    source: 'delivery',
    metric: 'in_time',
    definition: 0,
    firstDay: '2018-03-01',
    lastDay: '2018-03-31',
    unit: 'area',
    outcome: '',
    responsible: '',
  } as const;

  it('names the cases behind a count, page by page, and only verdicts that stand', async () => {
    const orders = Array.from({ length: 25 }, (_, index) => `order-${index}`);
    await completeThrough('2018-03-10');
    await takeIn(orders);
    await record([delivered('order-1')]);
    const refs = new Set<string>();
    let token = '';
    do {
      const page = await listEvidence(database, question, 10, token);
      expect(page.total).toBe(25n);
      for (const { ref } of page.evidence) refs.add(ref.toString('hex'));
      token = page.nextPageToken;
    } while (token !== '');
    expect(refs.size).toBe(25);
    expect(await listEvidence(database, { ...question, outcome: 'HIT' }, 10, '')).toMatchObject({
      total: 1n,
      evidence: [{ ref: refOf('order-1'), facts: [{ kind: 'ordering/promised' }, { kind: 'delivered' }] }],
    });
    expect(await listEvidence(database, { ...question, unit: 'are' }, 10, '')).toMatchObject({ total: 0n });
    expect(await listEvidence(database, { ...question, responsible: 'delivery' }, 10, '')).toMatchObject({
      total: 25n,
    });
  });

  it('does not name a verdict that was retracted', async () => {
    await completeThrough('2018-03-10');
    await takeIn(['a']);
    expect(await listEvidence(database, question, 10, '')).toMatchObject({ total: 1n });
    const withdrawn = { ...promise('a', 2, '2018-03-02'), withdrawn: true, arrivedIn: TOLD_IN };
    await database.transaction(async (tx) => {
      const now = noon('2018-03-15');
      await judgeCases(tx, department, await storeMilestones(tx, 'ordering', [withdrawn], { now, shards: 1 }), now);
    });
    expect((await versions()).map(([version]) => version)).toEqual([1, 2]);
    expect(await listEvidence(database, question, 10, '')).toMatchObject({ total: 0n, evidence: [] });
  });

  it('refuses to go on with another question', async () => {
    await completeThrough('2018-03-10');
    await takeIn(['a', 'b']);
    const { nextPageToken } = await listEvidence(database, question, 1, '');
    await expect(listEvidence(database, { ...question, outcome: 'HIT' }, 1, nextPageToken)).rejects.toThrow(
      'same question',
    );
  });
});
