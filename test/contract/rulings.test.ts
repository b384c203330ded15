import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConfirmRulingRequest,
  type Contest,
  ContestCaseRequest,
  ContestServiceClient,
  ContestState,
  DecideContestRequest,
  Ground,
  RulingOutcome,
  SecondAnswer,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { systemClock } from '#libs/runtime/clock.js';
import { ContestsThatWait, type WaitingContests } from '#services/scoring/contests/waiting-contests.js';
import { RULESETS } from '#services/scoring/fixtures/real-orders.js';
import { contestService } from '#services/scoring/grpc/contests/contests-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { client } from '#test/stack/client.js';
import { type Counted, database, scoringDoor, sealed, setScoringUp } from './scoring-bench.js';

setScoringUp();

const person = (name: string, ...bindings: Caller['bindings']): [string, Caller] => [
  name,
  { name, kind: 'person', bindings },
];
const lead = (department: string) => bound('DEPARTMENT_LEAD', { departments: [department] });
const PEOPLE = new Map<string, Caller>([
  person('wanda', lead('warehouse')),
  person('rita', bound('REVIEWER')),
  person('rob', bound('REVIEWER')),
  person('dora', bound('REVIEWER'), lead('delivery')),
  person('otto', bound('REVIEWER'), lead('ordering')),
  person('both', bound('REVIEWER'), lead('warehouse')),
]);
const METRIC = 'delivered_by_first_promise';
const { RULING_OUTCOME_TAKEN_OUT: TAKEN_OUT, RULING_OUTCOME_DISMISSED: DISMISSED } = RulingOutcome;
const CHARGED = RulingOutcome.RULING_OUTCOME_CHARGED;

let server: RunningServer;
const clients = new Map<string, ContestServiceClient>();
const as = (name: string) => {
  const found = clients.get(name) ?? client(ContestServiceClient, `127.0.0.1:${server.port}`, name);
  clients.set(name, found);
  return found;
};
const counted = { ruled: 0 };
/** Of each month 200 cases, of which 10 are charged to the warehouse: 2 % are four. */
const charged = (month: string) => refs.get(month) as Buffer[];
const refs = new Map(['2018-05', '2018-06', '2018-07', '2018-08'].map((month) => [month, tenRefs()]));

function tenRefs(): Buffer[] {
  return Array.from({ length: 10 }, () => randomBytes(16));
}

beforeAll(async () => {
  const onRuled = () => {
    counted.ruled += 1;
  };
  const service = contestService({
    ...{ database, rulesets: RULESETS, clock: systemClock },
    departments: () => BUILT_IN_SOURCES,
    onRuled,
  });
  const onBug = (error: unknown) => {
    throw error;
  };
  server = await startServer({ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(PEOPLE), onBug });
  const cells = [...refs].flatMap(([month, some]): Counted[] => {
    const cell = { metric: METRIC, unit: 'area/be', day: `${month}-10` };
    const others = { class: 'OTHERS', reason: 'UPSTREAM_HANDED_OVER_LATE', responsible: 'warehouse' } as const;
    return [{ ...cell, hits: 190 }, ...some.map((ref) => ({ ...cell, ...others, misses: 1, ref }))];
  });
  await scoringDoor()('delivery', sealed('delivery', { cells }));
});
afterAll(async () => {
  for (const one of clients.values()) one.close();
  await server.drain(500);
});

const contested = (month: string, place: number, who = 'wanda'): Promise<Contest> =>
  call(
    as(who),
    'contestCase',
    ContestCaseRequest.fromPartial({
      ...{ parent: 'departments/warehouse', requestId: randomUUID(), judgedBy: 'departments/delivery', metric: METRIC },
      ...{ caseRef: charged(month)[place] as Buffer, day: `${month}-10`, ground: Ground.GROUND_FORCE_MAJEURE },
      evidence: 'file 12',
    }),
  );
const decide = (who: string, { name }: Contest, change: Partial<DecideContestRequest> = {}): Promise<Contest> =>
  call(
    as(who),
    'decideContest',
    DecideContestRequest.fromPartial({
      ...{ name, requestId: randomUUID(), outcome: TAKEN_OUT, reason: 'The road was closed.', evidence: 'file 13' },
      cites: ['observations/delivery/1/1/1'],
      ...change,
    }),
  );
const answer = (who: string, { name, decisions }: Contest, given: SecondAnswer): Promise<Contest> =>
  call(
    as(who),
    'confirmRuling',
    ConfirmRulingRequest.fromPartial({
      ...{ name, decision: decisions.at(-1)?.number ?? 0, answer: given, reason: 'I have read file 13.' },
    }),
  );
const refusal = async (given: Promise<unknown>) => refusalOf(await given.catch((error: unknown) => error))?.reason;
/** One for the whole file, as a process has it: it must not miss what changes between two looks. */
let looking: ContestsThatWait | undefined;
const waits = async (state: WaitingContests['state']) => {
  looking ??= new ContestsThatWait(database);
  return (await looking.look(0)).contests.filter((one) => one.state === state);
};
const rulingsSent = async () => (await database.query<{ n: bigint }>('select count(*) as n from outbox'))[0]?.n;

describe('a reviewer', () => {
  it('of no department concerned rules on a contest, once for each request, and the ruling is left for the next batch', async () => {
    const contest = await contested('2018-05', 0);
    const before = await rulingsSent();
    const request = { requestId: randomUUID(), outcome: CHARGED, chargedTo: 'partner/acme' };
    const ruled = await decide('rita', contest, request);
    expect(ruled).toMatchObject({ state: ContestState.CONTEST_STATE_RULED, ruling: 1 });
    expect(ruled.decisions).toMatchObject([
      { outcome: CHARGED, chargedTo: 'partner/acme', decidedBy: 'rita', needsSecond: false, ruling: 1 },
    ]);
    expect(await decide('rita', contest, request)).toEqual(ruled);
    expect(await refusal(decide('rita', contest, { ...request, reason: 'another' }))).toBe('REQUEST_ID_REUSED');
    expect(await rulingsSent()).toBe((before ?? 0n) + 1n);
    expect(counted.ruled).toBeGreaterThan(0);
  });

  it('who belongs to a department that judged, contests or would be charged does not rule', async () => {
    const contest = await contested('2018-05', 1);
    for (const who of ['dora', 'both']) expect(await refusal(decide(who, contest))).toBe('RULING_OWN_DEPARTMENT');
    const toOrdering = { outcome: CHARGED, chargedTo: 'ordering' };
    expect(await refusal(decide('otto', contest, toOrdering))).toBe('RULING_OWN_DEPARTMENT');
    expect(await refusal(decide('wanda', contest))).toBe('CALLER_NOT_ALLOWED');
    expect(await decide('otto', contest)).toMatchObject({ state: ContestState.CONTEST_STATE_RULED });
  });

  it('replaces a ruling only by its number, and the first one stays in the open', async () => {
    const contest = await contested('2018-05', 2);
    const { ruling } = await decide('rita', contest);
    expect(await refusal(decide('rob', contest, { outcome: DISMISSED }))).toBe('CONTEST_DECIDED');
    const second = await decide('rob', contest, { outcome: DISMISSED, replaces: ruling });
    expect(second.ruling).toBe(ruling + 1);
    expect(second.decisions.map(({ outcome }) => outcome)).toEqual([TAKEN_OUT, DISMISSED]);
    expect((await contested('2018-05', 2)).state).toBe(ContestState.CONTEST_STATE_OPEN);
  });

  it.each([
    ['OUTCOME_UNKNOWN', { outcome: RulingOutcome.RULING_OUTCOME_UNSPECIFIED }],
    ['PARTY_INVALID', { outcome: CHARGED }],
    ['PARTY_INVALID', { chargedTo: 'ordering' }],
    ['PARTY_INVALID', { outcome: CHARGED, chargedTo: 'warehouse' }],
    ['REASON_MISSING', { reason: ' ' }],
    ['REASON_MISSING', { reason: 'late\u001b[2Kapproved' }],
    ['EVIDENCE_INVALID', { reason: 'Ask anna@example.com.' }],
    ['EVIDENCE_INVALID', { evidence: '' }],
    ['EVIDENCE_INVALID', { cites: Array(21).fill('file 1') }],
    ['CITATION_MISSING', { cites: [] }],
    ['CITATION_MISSING', { cites: ['file 13'] }],
    ['CITATION_MISSING', { cites: ['observations/delivery/1/1/1', 'observations/delivery/1/1/2'] }],
    ['CONTEST_UNKNOWN', { name: 'departments/warehouse/contests/4711' }],
  ])('is refused %s: %j', async (reason, change) => {
    const contest = await contested('2018-08', 9).catch(async () => {
      const page = {
        parent: 'departments/-',
        pageSize: 1,
        pageToken: '',
        states: [ContestState.CONTEST_STATE_OPEN],
        against: false,
      };
      return (await call(as('rita'), 'listContests', page)).contests[0] as Contest;
    });
    expect(await refusal(decide('rita', contest, change))).toBe(reason);
  });
});

describe('a ruling on more than 2 % of the cases of a metric in a month', () => {
  it('waits for a second reviewer, another person, and holds when that one confirms', async () => {
    for (const place of [0, 1, 2, 3])
      expect(await decide('rita', await contested('2018-06', place))).toMatchObject({
        state: ContestState.CONTEST_STATE_RULED,
      });
    const waiting = await decide('rita', await contested('2018-06', 4));
    expect(waiting).toMatchObject({ state: ContestState.CONTEST_STATE_AWAITS_SECOND, ruling: 0 });
    expect(waiting.decisions).toMatchObject([{ needsSecond: true, ruling: 0 }]);
    expect(await waits('AWAITS_SECOND')).toEqual([
      {
        department: 'warehouse',
        state: 'AWAITS_SECOND',
        contests: 1,
        oldest: waiting.openedAt?.getTime(),
        nextDue: waiting.decideBy?.getTime(),
      },
    ]);
    expect(await refusal(answer('rita', waiting, SecondAnswer.SECOND_ANSWER_CONFIRMED))).toBe('RULING_SAME_PERSON');
    expect(await refusal(answer('dora', waiting, SecondAnswer.SECOND_ANSWER_CONFIRMED))).toBe('RULING_OWN_DEPARTMENT');
    expect(await refusal(decide('rob', waiting))).toBe('CONTEST_DECIDED');
    expect(await refusal(contested('2018-06', 4))).toBe('CONTEST_OPEN');
    const before = await rulingsSent();
    const ruled = await answer('rob', waiting, SecondAnswer.SECOND_ANSWER_CONFIRMED);
    expect(ruled).toMatchObject({ state: ContestState.CONTEST_STATE_RULED });
    expect(ruled.ruling).toBeGreaterThan(0);
    expect(await waits('AWAITS_SECOND')).toEqual([]);
    expect(await answer('rob', waiting, SecondAnswer.SECOND_ANSWER_CONFIRMED)).toEqual(ruled);
    expect(await rulingsSent()).toBe((before ?? 0n) + 1n);
    expect(await refusal(answer('rob', waiting, SecondAnswer.SECOND_ANSWER_REFUSED))).toBe('NOTHING_TO_CONFIRM');
  });

  it('never holds when the second reviewer refuses, and the contest waits for another decision', async () => {
    for (const place of [0, 1, 2, 3]) await decide('rita', await contested('2018-07', place));
    const waiting = await decide('rita', await contested('2018-07', 4));
    const [before, [open]] = [await rulingsSent(), await waits('OPEN')];
    const refused = await answer('rob', waiting, SecondAnswer.SECOND_ANSWER_REFUSED);
    expect(refused).toMatchObject({ state: ContestState.CONTEST_STATE_OPEN, ruling: 0 });
    expect(await rulingsSent()).toBe(before);
    expect(await waits('OPEN')).toEqual([{ ...open, contests: (open?.contests ?? 0) + 1 }]);
    expect(await waits('AWAITS_SECOND')).toEqual([]);
    expect(await decide('rob', refused, { outcome: DISMISSED })).toMatchObject({
      state: ContestState.CONTEST_STATE_RULED,
    });
  });
});

describe('the database itself, with the service bypassed', () => {
  const insert = (change: Readonly<Record<string, string>>) => {
    const values: Readonly<Record<string, string>> = {
      ...{
        number: '100000',
        contest: 'contest.number',
        request_id: 'gen_random_uuid()',
        request_sha256: "sha256('a')",
      },
      ...{ department: 'contest.department', judged_by: 'contest.judged_by', opened_by: 'contest.opened_by' },
      ...{ outcome: '2', charged_to: "''", reason: "'a test'", evidence: "'a test'", needs_second: 'true' },
      ...{ decided_by: "'rita'", departments: "'{}'", decided_at: 'now()', cites: "'{file 1}'" },
      ...change,
    };
    const columns = Object.keys(values).join(', ');
    return database.execute(
      `insert into decision (${columns}) select ${Object.values(values).join(', ')} from contest order by number limit 1`,
    );
  };

  it.each([
    ['of a reviewer of the department that judged', 'no_department_concerned', { departments: "'{delivery}'" }],
    ['of a reviewer of the department that contests', 'no_department_concerned', { departments: "'{warehouse}'" }],
    [
      'of a reviewer of the department that it charges',
      'no_department_concerned',
      { departments: "'{ordering}'", outcome: '3', charged_to: "'ordering'" },
    ],
    ['of the person who opened the contest', 'opener_does_not_decide', { decided_by: "'wanda'" }],
    ['that cites nothing', 'ruling_cites_the_case', { cites: "'{}'" }],
    ['with another judging department than the contest', 'is_about_a_contest', { judged_by: "'support'" }],
  ])('refuses a decision %s', async (_, constraint, change) => {
    await expect(insert(change)).rejects.toThrow(constraint);
  });

  it('refuses a ruling for which the second reviewer is missing, and one person in both places', async () => {
    await insert({});
    const ruling = (second: string, one: string) =>
      database.execute(`insert into ruling values (100000, 100000, ${second}, ${one}, now())`);
    await expect(ruling('true', 'null')).rejects.toThrow('second_reviewer_confirmed');
    await expect(ruling('false', 'null')).rejects.toThrow('ruling_was_decided');
    await expect(ruling('true', '1')).rejects.toThrow('ruling_was_confirmed');
    const second = (by: string, departments: string) =>
      database.execute(
        `insert into second_answer select number, department, judged_by, charged_to, opened_by, decided_by, needs_second,
         1, 'a test', '${by}', '${departments}', now() from decision where number = 100000`,
      );
    await expect(second('rita', '{}')).rejects.toThrow('two_people_rule');
    await expect(second('rob', '{delivery}')).rejects.toThrow('second_reviewer_is_of_no_department_concerned');
    await second('rob', '{}');
    await ruling('true', '1');
  });

  it.each(['decision', 'second_answer', 'ruling'])('never changes a row of %s', async (table) => {
    await expect(database.execute(`delete from ${table}`)).rejects.toThrow('never change');
  });
});
