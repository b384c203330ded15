import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AnswerContestRequest,
  type Contest,
  ContestCaseRequest,
  ContestServiceClient,
  ContestState,
  DecideContestRequest,
  Ground,
  ListContestsRequest,
  RulingOutcome,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { RULESETS } from '#services/scoring/fixtures/real-orders.js';
import { contestService } from '#services/scoring/grpc/contests/contests-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { type Counted, database, scoringDoor, sealed, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();

const person = (name: string, ...bindings: Caller['bindings']): [string, Caller] => [
  name,
  { name, kind: 'person', bindings },
];
const lead = (department: string) => bound('DEPARTMENT_LEAD', { departments: [department] });
const PEOPLE = new Map<string, Caller>([
  person('wanda', lead('warehouse')),
  person('dana', lead('delivery')),
  person('otto', lead('ordering')),
  person('olga', lead('ordering')),
  person('rita', bound('REVIEWER')),
  person('oskar', bound('REVIEWER'), lead('ordering')),
]);
const METRIC = 'delivered_by_first_promise';
const { RULING_OUTCOME_CHARGED: CHARGED, RULING_OUTCOME_TAKEN_OUT: TAKEN_OUT } = RulingOutcome;
/** A Monday at noon in Sao Paulo; five working days later the next Monday ends. */
const MONDAY = Date.parse('2018-06-04T15:00:00Z');
const DAY_MS = 86_400_000;

const clock = { at: MONDAY, now: () => clock.at };
let server: RunningServer;
const clients = new Map<string, ContestServiceClient>();
const as = (name: string) => {
  const found = clients.get(name) ?? client(ContestServiceClient, `127.0.0.1:${server.port}`, name);
  clients.set(name, found);
  return found;
};
const refs = Array.from({ length: 20 }, () => randomBytes(16));

beforeAll(async () => {
  const service = contestService({
    ...{ database: served, rulesets: RULESETS, clock },
    departments: () => BUILT_IN_SOURCES,
    onRuled: () => undefined,
  });
  const onBug = (error: unknown) => {
    throw error;
  };
  server = await startServer({ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(PEOPLE), onBug });
  const cell = { metric: METRIC, unit: 'area/be', day: '2018-05-10' };
  const others = { class: 'OTHERS', reason: 'UPSTREAM_HANDED_OVER_LATE', responsible: 'warehouse' } as const;
  const cells: Counted[] = [{ ...cell, hits: 5_000 }, ...refs.map((ref) => ({ ...cell, ...others, misses: 1, ref }))];
  await scoringDoor()('delivery', sealed('delivery', { cells }));
});
afterAll(async () => {
  for (const one of clients.values()) one.close();
  await server.drain(500);
});
beforeEach(() => {
  clock.at = MONDAY;
});

const contested = (responsible: string): Promise<Contest> =>
  call(
    as('wanda'),
    'contestCase',
    ContestCaseRequest.fromPartial({
      ...{ parent: 'departments/warehouse', requestId: randomUUID(), judgedBy: 'departments/delivery', metric: METRIC },
      ...{ caseRef: refs.pop() ?? Buffer.alloc(16), day: '2018-05-10', ground: Ground.GROUND_WRONG_DEPARTMENT },
      ...{ evidence: 'file 12', responsible },
    }),
  );
const decide = (who: string, { name }: Contest, chargedTo: string): Promise<Contest> =>
  call(
    as(who),
    'decideContest',
    DecideContestRequest.fromPartial({
      ...{ name, requestId: randomUUID(), outcome: chargedTo === '' ? TAKEN_OUT : CHARGED, chargedTo },
      ...{ reason: 'It was released late.', evidence: 'file 13', cites: ['observations/delivery/1/1/1'] },
    }),
  );
const numberOf = ({ name }: Contest) => name.split('/').at(-1) ?? '';
const answer = (who: string, contest: Contest, change: Partial<AnswerContestRequest> = {}): Promise<Contest> => {
  const name = `departments/ordering/contests/${numberOf(contest)}`;
  const said = { name, text: 'We released it in time.', evidence: ['file 20'] };
  return call(as(who), 'answerContest', AnswerContestRequest.fromPartial({ ...said, ...change }));
};
const hear = (who: string, { name }: Contest, party = 'departments/ordering') =>
  call(as(who), 'hearParty', { name, party });
const against = async (who: string, department: string) => {
  const asked = ListContestsRequest.fromPartial({ parent: `departments/${department}`, against: true });
  return (await call(as(who), 'listContests', asked)).contests.map(numberOf);
};
const refusal = async (given: Promise<unknown>) => refusalOf(await given.catch((error: unknown) => error))?.reason;

describe('a department to which a contest would move the fault', () => {
  it('is told with a window of five working days, and is not charged before it has answered', async () => {
    const contest = await contested('ordering');
    expect(contest.hearings).toMatchObject([
      { party: 'departments/ordering', endsAt: new Date('2018-06-12T03:00:00Z'), text: '', answeredAt: undefined },
    ]);
    expect(contest.decideBy).toEqual(new Date('2018-06-26T03:00:00Z'));
    expect(await against('otto', 'ordering')).toContain(numberOf(contest));
    expect(await against('wanda', 'warehouse')).toEqual([]);
    expect(await refusal(decide('rita', contest, 'ordering'))).toBe('HEARING_NOT_OVER');
    await answer('otto', contest);
    const seen = (who: string, department: string) =>
      call(as(who), 'getContest', { name: `departments/${department}/contests/${numberOf(contest)}` });
    expect((await seen('otto', 'ordering')).hearings).toMatchObject([
      { text: 'We released it in time.', evidence: ['file 20'], answeredBy: 'otto', answeredAt: new Date(MONDAY) },
    ]);
    expect((await seen('wanda', 'warehouse')).hearings).toMatchObject([{ answeredBy: '' }]);
    expect((await decide('rita', contest, 'ordering')).state).toBe(ContestState.CONTEST_STATE_RULED);
  });

  it('answers once, and only in its window', async () => {
    const [first, second] = [await contested('ordering'), await contested('ordering')];
    const once = await answer('otto', first);
    expect(await answer('otto', first)).toEqual(once);
    expect(await refusal(answer('olga', first, { text: 'another' }))).toBe('HEARING_OVER');
    clock.at = Date.parse('2018-06-12T03:00:00Z') - 1;
    expect(await refusal(decide('rita', second, 'ordering'))).toBe('HEARING_NOT_OVER');
    clock.at += 1;
    expect(await refusal(answer('otto', second))).toBe('HEARING_OVER');
    expect((await decide('rita', second, 'ordering')).state).toBe(ContestState.CONTEST_STATE_RULED);
  });

  it('that the contest does not name is told by a reviewer first, and then has its window', async () => {
    const contest = await contested('partner/acme');
    expect(contest.hearings).toEqual([]);
    expect(await refusal(decide('rita', contest, 'ordering'))).toBe('PARTY_NOT_HEARD');
    expect(await refusal(answer('otto', contest))).toBe('HEARING_UNKNOWN');
    expect(await refusal(hear('oskar', contest))).toBe('RULING_OWN_DEPARTMENT');
    clock.at += DAY_MS;
    const told = await hear('rita', contest);
    expect(told.hearings).toMatchObject([{ party: 'departments/ordering', endsAt: new Date('2018-06-13T03:00:00Z') }]);
    expect(told.decideBy).toEqual(contest.decideBy);
    clock.at += DAY_MS;
    expect(await hear('rita', contest)).toEqual(told);
    expect(await refusal(decide('rita', contest, 'ordering'))).toBe('HEARING_NOT_OVER');
    await answer('otto', contest);
    expect((await decide('rita', contest, 'ordering')).state).toBe(ContestState.CONTEST_STATE_RULED);
    expect(await refusal(hear('rita', contest, 'departments/support'))).toBe('CONTEST_DECIDED');
  });

  it('is the one that judged the case when the contest names none', async () => {
    const contest = await contested('');
    expect(contest.hearings).toMatchObject([{ party: 'departments/delivery' }]);
    expect(await against('dana', 'delivery')).toContain(numberOf(contest));
    expect(await refusal(decide('rita', contest, 'delivery'))).toBe('HEARING_NOT_OVER');
  });

  it('is not waited for when no fault moves to it', async () => {
    for (const chargedTo of ['', 'partner/acme', 'customer'])
      expect((await decide('rita', await contested('ordering'), chargedTo)).ruling).toBeGreaterThan(0);
  });

  it.each([
    ['PARTY_INVALID', () => contested('ordering').then((one) => hear('rita', one, 'departments/warehouse'))],
    ['PARTY_INVALID', () => contested('ordering').then((one) => hear('rita', one, 'departments/kitchen'))],
    ['REASON_MISSING', () => contested('ordering').then((one) => answer('otto', one, { text: ' ' }))],
    [
      'EVIDENCE_INVALID',
      () => contested('ordering').then((one) => answer('otto', one, { evidence: ['a@example.com'] })),
    ],
    [
      'EVIDENCE_INVALID',
      () => contested('ordering').then((one) => answer('otto', one, { evidence: Array(6).fill('file 1') })),
    ],
    ['CALLER_NOT_ALLOWED', () => contested('ordering').then((one) => answer('wanda', one))],
    ['CALLER_NOT_ALLOWED', () => contested('ordering').then((one) => hear('otto', one))],
  ])('is refused %s, and nothing is stored', async (reason, ask) => {
    const before = await database.query('select * from hearing_answer');
    expect(await refusal(ask())).toBe(reason);
    expect(await database.query('select * from hearing_answer')).toEqual(before);
  });
});

describe('the database itself, with the service bypassed', () => {
  const decision = (chargedTo: string, decidedAt: string) =>
    database.execute(
      `insert into decision (number, contest, request_id, request_sha256, department, judged_by, opened_by, outcome, charged_to, reason, evidence,
         needs_second, decided_by, departments, decided_at, cites)
       select 100000, number, gen_random_uuid(), sha256('a'), department, judged_by, opened_by, 3, $1, 'a test', 'a test', true, 'rita', '{}', $2, '{file 1}'
       from contest order by number desc limit 1`,
      [chargedTo, decidedAt],
    );
  const answered = (departments: string, at: string) =>
    database.execute(
      `insert into hearing_answer select contest, party, ends_at, 'a test', '{}', 'otto', $1::text[], $2::timestamptz
       from hearing order by contest desc limit 1`,
      [departments, at],
    );

  it('charges no department that was not told, or whose window runs', async () => {
    await contested('ordering');
    const [inside, end] = ['2018-06-12T02:59:59Z', '2018-06-12T03:00:00Z'];
    for (const refused of [decision('ordering', inside), decision('support', end)])
      await expect(refused).rejects.toThrow('a department is charged after it was heard');
    await decision('ordering', end);
  });

  it('takes an answer from that department alone, once and in its window', async () => {
    await contested('ordering');
    const [inside, end] = ['2018-06-12T02:59:59Z', '2018-06-12T03:00:00Z'];
    await expect(answered('{warehouse}', inside)).rejects.toThrow('party_answers_itself');
    await expect(answered('{ordering}', end)).rejects.toThrow('answer_comes_in_time');
    await answered('{ordering}', inside);
    await expect(answered('{ordering}', inside)).rejects.toThrow('hearing_answer_pkey');
  });

  it.each(['update hearing set party = $$x$$', 'delete from hearing_answer', 'truncate hearing_answer'])(
    'never changes: %s',
    async (statement) => {
      await expect(database.execute(statement)).rejects.toThrow('never change');
    },
  );
});
