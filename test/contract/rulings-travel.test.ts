import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { DOCUMENT_SHARD, type ShardId } from '#libs/batches/format/topics.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { type Applying, type Effects, Receiver } from '#libs/batches/reader/receive.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { caseRef } from '#libs/cases/facts/case-ref.js';
import { judgeCases } from '#libs/cases/judging/record-facts.js';
import { changeRules } from '#libs/cases/rules/rules-in-force.js';
import { postgresRulings } from '#libs/cases/rulings/store-rulings.js';
import { takeRulings } from '#libs/cases/rulings/take-rulings.js';
import { FactsServiceClient, ListObservationsRequest } from '#libs/contracts/cx/facts/v1/facts.js';
import type { MilestoneName } from '#libs/domain/milestone.js';
import type { RulingOutcome } from '#libs/domain/ruling.js';
import { call } from '#libs/grpc/client.js';
import type { Database, Transaction } from '#libs/postgres/database.js';
import { contestCase } from '#services/scoring/contests/contest-case.js';
import { contestTerms } from '#services/scoring/contests/contest-terms.js';
import { citableOf } from '#services/scoring/contests/counted-case.js';
import { confirmRuling, decideContest } from '#services/scoring/contests/decide-contest.js';
import { decisionsOf } from '#services/scoring/contests/decisions.js';
import { answerContest, hearParty } from '#services/scoring/contests/hear-party.js';
import type { Contest } from '#services/scoring/contests/store.js';
import { Counting } from '#services/scoring/counts/apply.js';
import { RULESETS } from '#services/scoring/fixtures/real-orders.js';
import { deliveryFact, startDelivery } from './cases/delivery.js';
import { CASE_KEY, NOW } from './cases/source.js';
import { database as scoring, setScoringUp } from './scoring-bench.js';

// Contract tests share modules: this file loads its own, and the files after it load theirs again.
vi.hoisted(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock('#libs/batches/format/ruling-proto.js');
  vi.resetModules();
});

/** Of an older version, the department knows neither rulings nor what stands beside them. */
const program = vi.hoisted(() => ({ isOlder: false }));
vi.mock('#libs/batches/format/ruling-proto.js', async (original) => {
  const real = await original<typeof import('#libs/batches/format/ruling-proto.js')>();
  const withoutMarker: typeof real.withoutMarker = (content) =>
    program.isOlder ? content.documents : real.withoutMarker(content);
  return { ...real, withoutMarker };
});

setScoringUp();

/** As the sealer of the department has it. */
const INSTALLATION = '7b0b9f0e-6a8e-4d5e-9f0e-0123456789ab';
const METRIC = 'delivered_by_first_promise';
const DAY = '2018-03-05';
const at = (day: string) => Date.parse(`2018-03-${day}T12:00:00Z`);
const ref = (order: string) => caseRef(CASE_KEY, 'order', order);
const milestone = (order: string, name: MilestoneName, day: string, changes: object = {}) => ({
  ...{ name, unit: 'area/be', happenedAt: at(day), revision: 1, withdrawn: false, origin: 'REPORTED' as const },
  ...{ ref: ref(order), ...changes },
});

/** Late because of the warehouse, which handed over on the 7th; late by delivery itself; on time. */
const [OF_WAREHOUSE, OWN, HIT] = ['of-warehouse', 'own', 'hit'];
let delivery: Awaited<ReturnType<typeof startDelivery>>;
let take: (from: Database, shard: ShardId, to: Receiver) => Promise<void>;
let counting: Receiver;
let department: Receiver;
let rulings: Effects;

beforeAll(async () => {
  delivery = await startDelivery();
  const orders = [OF_WAREHOUSE, OWN, HIT];
  await delivery.take('ordering', [
    ...orders.map((order) => milestone(order, 'promised', '01', { promisedDay: DAY, zone: 'Europe/Berlin' })),
    ...orders.map((order) => milestone(order, 'released', '01', { dueAt: at('03') })),
  ]);
  await delivery.take('warehouse', [
    milestone(OF_WAREHOUSE, 'handed_over', '07'),
    ...[OWN, HIT].map((order) => milestone(order, 'handed_over', '02')),
  ]);
  await delivery.send(
    deliveryFact(OF_WAREHOUSE, 'delivered', '2018-03-08T12:00:00Z'),
    deliveryFact(OWN, 'delivered', '2018-03-08T12:00:00Z'),
    deliveryFact(HIT, 'delivered', '2018-03-04T12:00:00Z'),
  );
  await call(delivery.facts, 'declareComplete', { completeThrough: new Date('2018-05-01T00:00:00Z') });
  await delivery.sweep();

  const none = async () => [];
  const sealer = new Sealer({
    ...{ store: new PostgresSourceStore(scoring), installation: INSTALLATION, source: DOCUMENT_SHARD.source },
    ...{ readFeeds: none, countWaiting: none, idleMs: 3_600_000 },
  });
  const receiverOn = (database: Database, effects: Effects) =>
    new Receiver({ store: new PostgresReceiverStore(database), installation: INSTALLATION, effects });
  counting = receiverOn(scoring, new Counting().effects());
  rulings = takeRulings({
    ...{ source: 'delivery', store: postgresRulings, onChange: changeRules },
    judge: (tx, touched) => judgeCases(tx, delivery.department, touched, NOW),
    onRuled: () => undefined,
  });
  department = receiverOn(delivery.database, rulings);
  take = async (from, shard, to) => {
    if (from === scoring) await sealer.pass('documents', 1);
    else await delivery.seal();
    const found = await new PostgresSourceStore(from).find(shard, { epoch: 1, number: 1n }, 10_000);
    const batches = found.map(({ number, bytes }): RawBatch => ({ epoch: 1, number, bytes, fromSource: true }));
    await to.take(await to.subscription(shard), batches);
  };
});
afterAll(() => delivery?.stop());

const OBSERVATIONS = { source: 'delivery', carries: 'observations', shard: 1 } as const;
/** Both ways until both sides know everything. Batches that were taken before come again. */
async function travel(): Promise<void> {
  await take(scoring, DOCUMENT_SHARD, department);
  await take(delivery.database, OBSERVATIONS, counting);
}

async function contest(order: string, by: 'warehouse' | 'delivery' | 'ordering'): Promise<Contest> {
  const request = {
    ...({ department: by, judgedBy: 'delivery', metric: METRIC, caseRef: ref(order), day: DAY } as const),
    ...({ ground: 'WRONG_FACT', evidence: 'file 12', responsible: '', openedBy: 'wanda' } as const),
    ...{ requestId: randomUUID(), openedAt: Date.now() },
  };
  return contestCase(scoring, request, contestTerms(RULESETS));
}
/** Of three cases each is more than 2 %, so a second reviewer confirms. A department is told first, and answers. */
async function ruled(on: Contest, outcome: RulingOutcome, chargedTo = '', replaces = 0): Promise<Contest> {
  if (chargedTo === 'ordering') await heard(on, chargedTo);
  const decided = await decideContest(
    scoring,
    {
      ...{ contest: on.number, requestId: randomUUID(), outcome, chargedTo, replaces },
      ...{ reason: 'a test', evidence: 'file 13', decidedAt: Date.now(), cites: await citableOf(scoring, on) },
    },
    { name: 'rita', departments: [] },
  );
  if (decided.state === 'RULED') return decided;
  const [decision] = (await decisionsOf(scoring, [on])).filter(({ ruling }) => ruling === undefined);
  const answer = {
    contest: on.number,
    decision: decision?.number ?? 0,
    answer: 'CONFIRMED',
    reason: 'a test',
    now: Date.now(),
  } as const;
  return confirmRuling(scoring, answer, { name: 'rob', departments: [] });
}

async function heard({ number: contest }: Contest, party: string): Promise<void> {
  const now = Date.now();
  await hearParty(scoring, { contest, party, now }, { name: 'rita', departments: [] }, contestTerms(RULESETS));
  const said = { contest, party, text: 'a test', evidence: [], now };
  await answerContest(scoring, said, { name: 'otto', departments: [party] });
}

/** What scoring has counted of the metric. */
async function counts(): Promise<string[]> {
  const rows = await scoring.query<{ text: string }>(
    `select concat_ws(' ', cell.class, nullif(cell.reason, ''), nullif(cell.responsible, ''),
       sum(cell_count.hits - cell_count.retracted_hits), sum(cell_count.misses - cell_count.retracted_misses)) as text
     from cell join cell_count using (shard_id, cell_id) where cell.metric = $1
     group by cell.class, cell.reason, cell.responsible
     having sum(cell_count.hits - cell_count.retracted_hits + cell_count.misses - cell_count.retracted_misses) > 0
     order by 1`,
    [METRIC],
  );
  return rows.map(({ text }) => text);
}
async function seen(order: string) {
  const request = ListObservationsRequest.fromPartial({ metric: METRIC, firstDay: DAY, lastDay: DAY });
  const { observations } = await call(delivery.as(FactsServiceClient, 'olist'), 'listObservations', request);
  return observations.find((one) => Buffer.from(one.caseRef).equals(ref(order)));
}
/** Hits and misses of all parties. */
function totalOf(lines: readonly string[]): [number, number] {
  const numbers = lines.map((line) => line.split(' ').slice(-2).map(Number));
  return [0, 1].map((at) => numbers.reduce((sum, one) => sum + (one[at] ?? 0), 0)) as [number, number];
}
/** How many versions of verdicts the department has stored. */
async function versionsOf(order: string): Promise<bigint> {
  const text = 'select count(*) as n from observation where case_ref = $1 and metric = $2';
  const [row] = await delivery.database.query<{ n: bigint }>(text, [ref(order), METRIC]);
  return row?.n ?? 0n;
}
/** Batches of scoring that the department cannot read. */
const quarantined = () =>
  delivery.database.query('select reason from quarantine where redriven_at is null and not void');
/** The contest of the first test, on which rulings follow. */
let first: Contest;
const LATE = '3 UPSTREAM_HANDED_OVER_LATE warehouse 0 1';

describe('a ruling', () => {
  it('reaches the counts through batches of the department that judged, which judges the case again', async () => {
    await travel();
    expect(await counts()).toEqual(['1 1 1', LATE]);
    first = await contest(OF_WAREHOUSE, 'warehouse');
    const made = await ruled(first, 'CHARGED', 'partner/acme');
    expect(await counts()).toContain(LATE);
    await travel();
    expect(await counts()).toContain('3 RULED_BETWEEN_OTHERS partner/acme 0 1');
    expect(await counts()).not.toContain(LATE);
    expect(await seen(OF_WAREHOUSE)).toMatchObject({
      ...{ reason: 'RULED_BETWEEN_OTHERS', responsible: 'partner/acme', cause: `ruling/${made.ruling}` },
      rulings: [{ ruling: made.ruling, contest: 'departments/warehouse/contests/1', chargedTo: 'partner/acme' }],
    });
  });

  it('changes nothing more when its batch comes again', async () => {
    const before = await delivery.database.query('select count(*) from observation');
    await travel();
    expect(await delivery.database.query('select count(*) from observation')).toEqual(before);
  });

  it('takes a miss out of the account, and a later ruling on the contest puts it back, both in the open', async () => {
    const before = await versionsOf(OWN);
    const own = await contest(OWN, 'delivery');
    const first = await ruled(own, 'TAKEN_OUT');
    await travel();
    expect(await counts()).toContain('2 RULED_OUT ruling/delivery 0 1');
    const second = await ruled(own, 'DISMISSED', '', first.ruling);
    await travel();
    expect(await counts()).not.toContain('2 RULED_OUT ruling/delivery 0 1');
    expect(second.ruling).toBe((first.ruling ?? 0) + 1);
    expect(await seen(OWN)).toMatchObject({ class: 1, reason: '', rulings: [], cause: `ruling/${second.ruling}` });
    expect(await versionsOf(OWN)).toBe(before + 4n); // retracted and recorded, twice
  });

  it('holds when new facts judge the case again, and charges no hit', async () => {
    const own = await contest(OWN, 'delivery');
    const [hits, misses] = totalOf(await counts());
    await ruled(own, 'CHARGED', 'ordering');
    await travel();
    expect(await counts()).toContain('3 RULED_TO_ANOTHER ordering 0 1');
    // What one is no longer charged with the other one is: the sums are as before.
    expect(totalOf(await counts())).toEqual([hits, misses]);
    expect(await seen(OWN)).toMatchObject({ reason: 'RULED_TO_ANOTHER', responsible: 'ordering' });
    const again = deliveryFact(OWN, 'delivered', '2018-03-09T12:00:00Z');
    await delivery.send({ ...again, factId: 'another' });
    expect(await seen(OWN)).toMatchObject({ reason: 'RULED_TO_ANOTHER', responsible: 'ordering' });
    const onTime = deliveryFact(OWN, 'delivered', '2018-03-04T12:00:00Z');
    await delivery.send({ ...onTime, factId: 'in time' });
    expect(await seen(OWN)).toMatchObject({ hit: true, class: 1, reason: '' });
  });

  it('waits in quarantine at a department of an older version, which judges on, and holds after its upgrade', async () => {
    const { ruling } = await ruled(first, 'DISMISSED', '', (await decisionsOf(scoring, [first])).at(-1)?.ruling);
    program.isOlder = true;
    await travel();
    expect(await quarantined()).toEqual([{ reason: 'FUTURE' }]);
    expect(await seen(OF_WAREHOUSE)).toMatchObject({ responsible: 'partner/acme' });
    await delivery.send({ ...deliveryFact(HIT, 'delivered', '2018-03-09T12:00:00Z'), factId: 'late' });
    expect(await seen(HIT)).toMatchObject({ hit: true });

    program.isOlder = false;
    expect(await department.redrive(await department.subscription(DOCUMENT_SHARD))).toBe(1);
    await travel();
    expect(await quarantined()).toEqual([]);
    expect(await seen(OF_WAREHOUSE)).toMatchObject({ responsible: 'warehouse', cause: `ruling/${ruling}` });
    expect(await counts()).toContain(LATE);
    await ruled(first, 'CHARGED', 'partner/acme', ruling);
    await travel();
  });

  it('that scoring lost with a restored backup holds no more, and its case is judged as before', async () => {
    expect(await seen(OF_WAREHOUSE)).toMatchObject({ responsible: 'partner/acme' });
    await delivery.database.transaction(async (tx) => {
      await rulings.endEpochs?.({ tx } as Applying<Transaction>, [{ epoch: 1, through: 0n }]);
    });
    expect(await seen(OF_WAREHOUSE)).toMatchObject({ responsible: 'warehouse', rulings: [], cause: 'ruling voided' });
  });
});
