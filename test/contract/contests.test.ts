import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Contest,
  ContestCaseRequest,
  ContestServiceClient,
  ContestState,
  Ground,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { bound, type Caller } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { systemClock } from '#libs/runtime/clock.js';
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
const PEOPLE = new Map<string, Caller>([
  person('wanda', bound('DEPARTMENT_LEAD', { departments: ['warehouse'] })),
  person('will', bound('DEPARTMENT_READER', { departments: ['warehouse'] })),
  person('dana', bound('DEPARTMENT_READER', { departments: ['delivery'] })),
  person('otto', bound('DEPARTMENT_READER', { departments: ['ordering'] })),
  person('sue', bound('DEPARTMENT_READER', { departments: ['support'] })),
  person('rita', bound('REVIEWER')),
  person('aude', bound('AUDITOR')),
]);

let server: RunningServer;
const clients = new Map<string, ContestServiceClient>();
const as = (name: string) => {
  const found = clients.get(name) ?? client(ContestServiceClient, `127.0.0.1:${server.port}`, name);
  clients.set(name, found);
  return found;
};
/** What delivery has sealed so far, so that the next batch continues it. */
let newest: ReturnType<typeof sealed> | undefined;
async function judged(...cells: readonly Counted[]): Promise<void> {
  newest = sealed('delivery', { cells, after: newest });
  await scoringDoor()('delivery', newest);
}

const METRIC = 'delivered_by_first_promise';
const cell = (ref: Buffer, change: Partial<Counted> = {}): Counted => ({
  ...{ metric: METRIC, unit: 'area/be', day: '2018-05-10', misses: 1, ref },
  ...change,
});
const others = (responsible: string) =>
  ({ class: 'OTHERS', reason: 'UPSTREAM_HANDED_OVER_LATE', responsible }) as const;
const [OWN, CHARGED] = [randomBytes(16), randomBytes(16)];

beforeAll(async () => {
  const service = contestService({
    ...{ database, rulesets: RULESETS, clock: systemClock },
    departments: () => BUILT_IN_SOURCES,
    onRuled: () => undefined,
  });
  const onBug = (error: unknown) => {
    throw error;
  };
  server = await startServer({ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(PEOPLE), onBug });
  await judged(cell(OWN), cell(CHARGED, others('warehouse')), cell(randomBytes(16), { hits: 1, misses: 0 }));
});
afterAll(async () => {
  for (const one of clients.values()) one.close();
  await server.drain(500);
});

const given = (change: Partial<ContestCaseRequest> = {}) =>
  ContestCaseRequest.fromPartial({
    ...{ parent: 'departments/warehouse', requestId: randomUUID(), judgedBy: 'departments/delivery', metric: METRIC },
    ...{ caseRef: CHARGED, day: '2018-05-10', ground: Ground.GROUND_FAULT_OF_PARTNER, evidence: 'scan file 12' },
    ...change,
  });
const contest = (who: string, change: Partial<ContestCaseRequest> = {}): Promise<Contest> =>
  call(as(who), 'contestCase', given(change));
const refusal = async (answer: Promise<unknown>) => {
  const { reason, field } = refusalOf(await answer.catch((error: unknown) => error)) ?? {};
  return [reason, field];
};
const listed = async (who: string, parent: string) => {
  const page = { parent, pageSize: 0, pageToken: '', states: [], against: false };
  return (await call(as(who), 'listContests', page)).contests;
};

describe('a department that is charged with a case', () => {
  it('contests what another department charges it with, once, however often it sends the request', async () => {
    const request = { requestId: randomUUID(), responsible: 'partner/acme' };
    const opened = await contest('wanda', request);
    expect(opened).toMatchObject({
      ...{ name: 'departments/warehouse/contests/1', judgedBy: 'departments/delivery', metric: METRIC },
      ...{ caseRef: CHARGED, day: '2018-05-10', ground: Ground.GROUND_FAULT_OF_PARTNER, evidence: 'scan file 12' },
      ...{ responsible: 'partner/acme', state: ContestState.CONTEST_STATE_OPEN, openedBy: 'wanda' },
    });
    expect(await contest('wanda', request)).toEqual(opened);
    expect(await refusal(contest('wanda', { ...request, evidence: 'another' }))).toEqual([
      ...['REQUEST_ID_REUSED', 'request_id'],
    ]);
    expect(await refusal(contest('will'))).toEqual(['CONTEST_OPEN', 'case_ref']);
  });

  it('contests its own miss in the same way', async () => {
    const own = { parent: 'departments/delivery', caseRef: OWN, ground: Ground.GROUND_FAULT_OF_UPSTREAM };
    const opened = await contest('dana', { ...own, responsible: 'ordering' });
    expect(opened).toMatchObject({ name: 'departments/delivery/contests/2', responsible: 'ordering' });
  });

  it('contests neither what it is not charged with nor a hit, nor a case that scoring does not know', async () => {
    const hit = randomBytes(16);
    await judged(cell(hit, { hits: 1, misses: 0 }));
    const own = { parent: 'departments/delivery' };
    expect(await refusal(contest('wanda', { caseRef: OWN }))).toEqual(['NOT_CHARGED', 'case_ref']);
    expect(await refusal(contest('dana', { ...own, caseRef: hit }))).toEqual(['NOT_CHARGED', 'case_ref']);
    expect(await refusal(contest('wanda', { caseRef: randomBytes(16) }))).toEqual(['CASE_UNKNOWN', 'case_ref']);
    expect(await refusal(contest('wanda', { day: '2018-05-11' }))).toEqual(['CASE_UNKNOWN', 'case_ref']);
    const other = { judgedBy: 'departments/support' };
    expect(await refusal(contest('wanda', other))).toEqual(['CASE_UNKNOWN', 'case_ref']);
  });

  it('contests what stands after a correction, not what stood before', async () => {
    const moved = randomBytes(16);
    await judged(cell(moved, others('warehouse')));
    await judged(cell(moved, { ...others('warehouse'), misses: 0, retractedMisses: 1 }), cell(moved));
    expect(await refusal(contest('wanda', { caseRef: moved }))).toEqual(['NOT_CHARGED', 'case_ref']);
    expect(await contest('dana', { parent: 'departments/delivery', caseRef: moved })).toMatchObject({ caseRef: moved });
  });

  it.each([
    ['evidence', 'EVIDENCE_INVALID', { evidence: '' }],
    ['evidence', 'EVIDENCE_INVALID', { evidence: 'x'.repeat(129) }],
    ['evidence', 'EVIDENCE_INVALID', { evidence: 'mail of anna.schmidt@example.com' }],
    ['ground', 'GROUND_UNKNOWN', { ground: 11 as Ground }],
    ['responsible', 'PARTY_INVALID', { responsible: 'event/strike' }],
    ['responsible', 'PARTY_INVALID', { responsible: 'kitchen' }],
    ['judged_by', 'NAME_INVALID', { judgedBy: 'departments/scoring' }],
  ])('is refused a wrong %s: %s, and nothing is stored', async (field, reason, change) => {
    const before = await listed('rita', 'departments/-');
    expect(await refusal(contest('wanda', change))).toEqual([reason, field]);
    expect(await listed('rita', 'departments/-')).toEqual(before);
  });
});

describe('a contest', () => {
  it('is opened by the people of the charged department alone', async () => {
    for (const who of ['dana', 'sue', 'rita', 'aude'])
      expect(await refusal(contest(who))).toEqual(['CALLER_NOT_ALLOWED', '']);
  });

  it('is read by both departments, by the one that it names as responsible, and by no other department', async () => {
    const names = async (who: string, department: string) =>
      (await listed(who, `departments/${department}`)).map(({ name }) => name.split('/').at(-1));
    expect(await names('wanda', 'warehouse')).toEqual(['1']);
    expect(await names('dana', 'delivery')).toEqual(['3', '2', '1']);
    expect(await names('otto', 'ordering')).toEqual(['2']);
    expect(await names('sue', 'support')).toEqual([]);
    expect(await names('rita', '-')).toEqual(['3', '2', '1']);
    expect(await refusal(listed('wanda', 'departments/-'))).toEqual(['CALLER_NOT_ALLOWED', '']);
    const name = 'departments/support/contests/1';
    expect(await refusal(call(as('sue'), 'getContest', { name }))).toEqual(['CONTEST_UNKNOWN', 'name']);
  });

  it('shows who opened it to that person, reviewers and auditors; the others see the department', async () => {
    const opener = async (who: string, department: string) =>
      (await call(as(who), 'getContest', { name: `departments/${department}/contests/1` })).openedBy;
    expect(await opener('wanda', 'warehouse')).toBe('wanda');
    expect(await opener('will', 'warehouse')).toBe('');
    expect(await opener('dana', 'delivery')).toBe('');
    expect(await opener('rita', '-')).toBe('wanda');
    expect(await opener('aude', 'warehouse')).toBe('wanda');
  });

  it('is opened once by two requests at once', async () => {
    const ref = randomBytes(16);
    await judged(cell(ref, others('warehouse')));
    const answers = await Promise.all(['wanda', 'will'].map((who) => refusal(contest(who, { caseRef: ref }))));
    expect(answers.map(([reason]) => reason ?? 'opened').toSorted()).toEqual(['CONTEST_OPEN', 'opened']);
  });

  it.each(['update contest set ground = 1', 'delete from contest', 'truncate contest cascade'])(
    'never changes, also with the service bypassed: %s',
    async (statement) => {
      await expect(database.execute(statement)).rejects.toThrow('never change');
    },
  );
});
