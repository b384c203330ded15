import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { AdjustmentReason } from '#libs/contracts/cx/bonus/v1/adjustment.js';
import {
  ConfirmRulingRequest,
  type Contest,
  ContestLineRequest,
  ContestServiceClient,
  ContestState,
  DecideContestRequest,
  Ground,
  RulingOutcome,
  SecondAnswer,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { bound } from '#libs/domain/access.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { ruleOverdue } from '#services/scoring/contests/rule-overdue.js';
import { REVIEWED } from '#services/scoring/fixtures/real-orders.js';
import { contestService } from '#services/scoring/grpc/contests/contests-service.js';
import { findSnapshot } from '#services/scoring/periods/store.js';
import { AFTER_CLOSE, corrected, serveAdjusting } from './periods/adjusting-bench.js';
import {
  AFTER_REVIEW,
  approve,
  BEGIN,
  clock,
  close,
  countNothing,
  fill,
  life,
  otherAs,
  PEOPLE,
  sealAll,
  serveClosing,
  snapshot,
  withoutRecords,
} from './periods/closing-bench.js';
import { database, served, setScoringUpAsServed } from './scoring-bench.js';

const people = ['dana', 'rita', 'rob', 'dan'] as const;
PEOPLE.set('dana', {
  name: 'dana',
  kind: 'person',
  bindings: [bound('DEPARTMENT_LEAD', { departments: ['delivery'] })],
});
PEOPLE.set('dan', {
  name: 'dan',
  kind: 'person',
  bindings: [bound('REVIEWER'), bound('DEPARTMENT_READER', { departments: ['delivery'] })],
});
for (const name of ['rita', 'rob']) PEOPLE.set(name, { name, kind: 'person', bindings: [bound('REVIEWER')] });

setScoringUpAsServed();
serveClosing(async () => [
  ...(await withoutRecords()),
  contestService({
    ...{ database: served, rulesets: REVIEWED, clock, departments: () => BUILT_IN_SOURCES },
    onRuled: () => undefined,
  }),
]);
serveAdjusting();

const ACCEPT = { accepts: ['RULES_BOUND_AFTER_START'], reason: 'The month is older than the rules.' };
const HOUR_MS = 3_600_000;
/** Ten working days after a contest of the first day of the review. */
const DUE = Date.parse('2018-12-18T02:00:00Z');
const MONTHS = Array.from({ length: 12 }, (_, place) => new Date(Date.UTC(2017, 1 + place)).toISOString().slice(0, 7));
let month = '';
const clients = new Map<string, ContestServiceClient>();
const as = (name: (typeof people)[number] | 'mia' | 'hanna') => {
  const found = clients.get(name) ?? otherAs(ContestServiceClient, name);
  clients.set(name, found);
  return found;
};

beforeEach(async () => {
  month = MONTHS.shift() ?? '';
  await countNothing();
  await fill(month);
  await snapshot(month, 'mia', 'FIRST');
  clock.at = BEGIN + HOUR_MS;
});

const contest = (change: Partial<ContestLineRequest> = {}, who: Parameters<typeof as>[0] = 'dana'): Promise<Contest> =>
  call(
    as(who),
    'contestLine',
    ContestLineRequest.fromPartial({
      ...{ parent: 'departments/delivery', requestId: randomUUID(), snapshot: `periods/${month}/snapshots/1` },
      ...{ ground: Ground.GROUND_ARITHMETIC, evidence: 'file 12', expectedIndexE4: 900_000n, ...change },
    }),
  );
const decide = (
  { name }: Contest,
  outcome: RulingOutcome,
  who: Parameters<typeof as>[0] = 'rita',
  change: Partial<DecideContestRequest> = {},
): Promise<Contest> =>
  call(
    as(who),
    'decideContest',
    DecideContestRequest.fromPartial({
      ...{ name, requestId: randomUUID(), outcome, reason: 'It was computed again.', evidence: 'file 13' },
      ...{ cites: [`periods/${month}/snapshots/1`], ...change },
    }),
  );
const confirm = ({ name, decisions }: Contest, who: Parameters<typeof as>[0] = 'rob'): Promise<Contest> =>
  call(
    as(who),
    'confirmRuling',
    ConfirmRulingRequest.fromPartial({
      ...{ name, decision: decisions.at(-1)?.number ?? 0, reason: 'I have read it.' },
      answer: SecondAnswer.SECOND_ANSWER_CONFIRMED,
    }),
  );
const { RULING_OUTCOME_DISMISSED, RULING_OUTCOME_TAKEN_OUT, RULING_OUTCOME_CHARGED } = RulingOutcome;
const refused = async (given: Promise<unknown>) => {
  const { reason, field } = refusalOf(await given.catch((error: unknown) => error)) ?? {};
  return [reason, field];
};
const contentOf = async (version?: number) => {
  const found = await findSnapshot(database, month, version);
  if (found === undefined) throw new Error('there is no version');
  return found.content;
};
const lineOf = async (department = 'delivery', version?: number) =>
  (await contentOf(version)).inputs.find((one) => one.department === department);
/** Closes the month by a version at the cut-off, after its review. */
async function closeMonth(): Promise<void> {
  clock.at = AFTER_REVIEW;
  await sealAll(month, AFTER_REVIEW - HOUR_MS);
  await snapshot(month);
  for (const who of ['hanna', 'finn', 'fay']) await approve(month, who, ACCEPT);
  await close(month, 'max');
}

describe('a contest of a line', () => {
  it('is opened on a ground of its own, by the department or by HR, about the newest version, once at a time', async () => {
    const request = { requestId: randomUUID() };
    const opened = await contest(request);
    expect(opened).toMatchObject({
      ...{ snapshot: `periods/${month}/snapshots/1`, expectedIndexE4: 900_000n, judgedBy: 'departments/delivery' },
      ...{ state: ContestState.CONTEST_STATE_OPEN, metric: '', decideBy: new Date(DUE), hearings: [] },
    });
    expect(await contest(request)).toEqual(opened);
    expect(await refused(contest({ ...request, evidence: 'file 14' }))).toEqual(['REQUEST_ID_REUSED', 'request_id']);
    expect(await refused(contest())).toEqual(['CONTEST_OPEN', 'parent']);
    const ofSupport = { parent: 'departments/support' };
    expect(await refused(contest(ofSupport))).toEqual(['CALLER_NOT_ALLOWED', '']);
    expect((await contest(ofSupport, 'mia')).openedBy).toBe('mia');
    expect(await refused(contest({}, 'hanna'))).toEqual(['CALLER_NOT_ALLOWED', '']);
    expect(await refused(contest({ ground: Ground.GROUND_WRONG_FACT }))).toEqual(['GROUND_UNKNOWN', 'ground']);
    const unnamed = { snapshot: 'periods/2031-01/snapshots/1' };
    expect(await refused(contest(unnamed))).toEqual(['PERIOD_NOT_IN_CALENDAR', 'snapshot']);
    expect((await life(month)).contests).toMatchObject([{ name: opened.name }, {}]);
    clock.at = AFTER_REVIEW - 7 * 24 * HOUR_MS;
    await snapshot(month);
    expect(await refused(contest())).toEqual(['CONTENT_NOT_NEWEST', 'snapshot']);
  });

  it('shows its effect, and is upheld by two reviewers who cite a version; then nothing is paid by the line', async () => {
    const opened = await contest();
    const stated = await lineOf();
    const seen = await call(as('rita'), 'foreseeRuling', { name: opened.name, chargedTo: '' });
    expect(seen).toMatchObject({
      recomputedIndexE4: stated?.indexE4,
      observations: [`periods/${month}/snapshots/1`],
      outcomes: [
        { outcome: RULING_OUTCOME_DISMISSED, departments: [{ indexE4: stated?.indexE4, indexIfE4: stated?.indexE4 }] },
        { outcome: RULING_OUTCOME_TAKEN_OUT, departments: [{ indexE4: stated?.indexE4, indexIfE4: undefined }] },
      ],
    });
    expect(await refused(decide(opened, RULING_OUTCOME_CHARGED, 'rita', { chargedTo: 'customer' }))).toEqual([
      ...['PARTY_INVALID', 'charged_to'],
    ]);
    const cites = [`periods/${month}/snapshots/7`];
    expect(await refused(decide(opened, RULING_OUTCOME_TAKEN_OUT, 'rita', { cites }))).toEqual([
      ...['CITATION_MISSING', 'cites'],
    ]);
    expect((await refused(decide(opened, RULING_OUTCOME_TAKEN_OUT, 'dan')))[0]).toBe('RULING_OWN_DEPARTMENT');
    const decided = await decide(opened, RULING_OUTCOME_TAKEN_OUT);
    expect(decided.state).toBe(ContestState.CONTEST_STATE_AWAITS_SECOND);
    expect((await refused(confirm(decided, 'rita')))[0]).toBe('RULING_SAME_PERSON');
    expect((await confirm(decided)).state).toBe(ContestState.CONTEST_STATE_RULED);
    const hear = { name: opened.name, party: 'departments/ordering' };
    expect((await refused(call(as('rita'), 'hearParty', hear)))[0]).toBe('CONTEST_DECIDED');
    await closeMonth();
    expect(await contentOf()).toMatchObject({ state: 'CLOSED', payable: false, notPayableReasons: ['CONTEST_UPHELD'] });
    expect((await lineOf())?.notPayableReasons).toEqual(['CONTEST_UPHELD']);
    expect(await lineOf('support')).toMatchObject({ notPayableReasons: [] });
    expect(await refused(contest())).toEqual(['PERIOD_CLOSED', 'snapshot']);
    clock.at = AFTER_CLOSE;
    const fixed = { reason: AdjustmentReason.ADJUSTMENT_REASON_RULES_MISREAD, releases: ['departments/delivery'] };
    await corrected(month, { ...fixed, explanation: 'The rules are applied as published.' });
    expect(await contentOf()).toMatchObject({ state: 'ADJUSTED', payable: true, released: ['delivery'] });
  });

  it('keeps the close waiting until it is decided; dismissed by one reviewer, the line is paid', async () => {
    const opened = await contest();
    clock.at = AFTER_REVIEW - 12 * HOUR_MS;
    await sealAll(month, AFTER_REVIEW - 11 * HOUR_MS);
    expect((await life(month)).contests.map(({ name }) => name)).toEqual([opened.name]);
    clock.at = BEGIN + 2 * HOUR_MS;
    expect((await decide(opened, RULING_OUTCOME_DISMISSED)).state).toBe(ContestState.CONTEST_STATE_RULED);
    await closeMonth();
    expect(await contentOf()).toMatchObject({ state: 'CLOSED', payable: true });
  });

  it('counts as upheld when no one decides in time, by a ruling of the clock that changes no count and no cut-off', async () => {
    const opened = await contest({ ground: Ground.GROUND_WRONG_RULES });
    expect(await ruleOverdue(served, REVIEWED, DUE - 1)).toEqual([]);
    const [{ n: before } = { n: 0n }] = await database.query<{ n: bigint }>('select count(*) as n from outbox');
    expect(await ruleOverdue(served, REVIEWED, DUE)).toContain(Number(opened.name.split('/').at(-1)));
    expect((await database.query<{ n: bigint }>('select count(*) as n from outbox'))[0]?.n).toBe(before);
    const ruled = await call(as('rita'), 'getContest', { name: opened.name });
    expect(ruled.decisions).toMatchObject([
      { decidedBy: 'the clock', overdueSince: new Date(DUE), needsSecond: false },
    ]);
    expect((await life(month)).windows?.cutOffAt).toEqual(new Date(DUE));
    await closeMonth();
    expect((await lineOf())?.notPayableReasons).toEqual(['CONTEST_UPHELD']);
    expect((await contentOf()).overdue).toBeUndefined();
  });

  it('is upheld no more when a second ruling says that a newer version has put it right', async () => {
    const upheld = await confirm(await decide(await contest(), RULING_OUTCOME_TAKEN_OUT));
    clock.at = BEGIN + 3 * HOUR_MS;
    await snapshot(month, 'mia', 'ENGINE_DEFECT');
    const replaces = { replaces: upheld.ruling, cites: [`periods/${month}/snapshots/2`] };
    expect((await decide(upheld, RULING_OUTCOME_DISMISSED, 'rita', replaces)).state).toBe(
      ContestState.CONTEST_STATE_RULED,
    );
    await closeMonth();
    expect(await contentOf()).toMatchObject({ payable: true });
  });
});

describe('the database itself, with the service bypassed', () => {
  it.each([
    ['a line without a version', 'line_names_its_version', { version: 'null' }],
    ['a line on a ground of cases', 'line_names_its_version', { ground: '1' }],
    ['a line of another department', 'line_of_own_department', { judged_by: "'support'" }],
    ['an index beyond 100', 'expected_index_of_line', { expected_e4: '1000001' }],
    ['a version that is not there', 'contested_version', { version: '9' }],
  ])('refuses %s', async (_, constraint, change: Readonly<Record<string, string>>) => {
    const values: Readonly<Record<string, string>> = {
      ...{ number: '(select coalesce(max(number), 0) + 1 from contest)', request_id: 'gen_random_uuid()' },
      ...{ request_sha256: "sha256('a')", department: "'delivery'", judged_by: "'delivery'", metric: "''" },
      ...{ case_ref: "'\\x00000000000000000000000000000000'", day: `'${month}-01'`, ground: '12', evidence: "'file'" },
      ...{ responsible: "''", opened_by: "'dana'", opened_at: 'now()', period: "'2017-02'", version: '1', ...change },
    };
    await expect(
      database.execute(`insert into contest (${Object.keys(values).join()}) select ${Object.values(values).join()}`),
    ).rejects.toMatchObject({ constraint });
  });
});
