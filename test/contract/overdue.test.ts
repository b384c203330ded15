import { randomBytes, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { refusalOf } from '#libs/grpc/client.js';
import { contestCase } from '#services/scoring/contests/contest-case.js';
import { contestTerms } from '#services/scoring/contests/contest-terms.js';
import { citableOf } from '#services/scoring/contests/counted-case.js';
import { confirmRuling, decideContest } from '#services/scoring/contests/decide-contest.js';
import { decisionsOf } from '#services/scoring/contests/decisions.js';
import { ruleOverdue, THE_CLOCK } from '#services/scoring/contests/rule-overdue.js';
import type { Contest } from '#services/scoring/contests/store.js';
import { REVIEWED as RULESETS } from '#services/scoring/fixtures/real-orders.js';
import type { SnapshotContent } from '#services/scoring/periods/content.js';
import { findSnapshot } from '#services/scoring/periods/store.js';
import {
  AFTER_REVIEW,
  approve,
  BEGIN,
  clock,
  close,
  countNothing,
  fill,
  life,
  next,
  sealAll,
  serveClosing,
  snapshot,
} from './periods/closing-bench.js';
import { type Counted, database, served, setScoringUpAsServed } from './scoring-bench.js';

setScoringUpAsServed();
serveClosing();

const METRIC = 'delivered_by_first_promise';
const HOUR_MS = 3_600_000;
/** Ten working days after a contest of the first day of the review. */
const DUE = Date.parse('2018-12-18T02:00:00Z');
const MONTHS = Array.from({ length: 12 }, (_, place) => new Date(Date.UTC(2017, 2 + place)).toISOString().slice(0, 7));
let month = '';
let ref: Buffer;

const miss = (change: Partial<Counted> = {}): Counted => ({
  ...{ metric: METRIC, unit: 'unattributed', day: `${month}-10`, misses: 1, ref },
  ...change,
});
const OUT = { class: 'EXCLUDED', reason: 'RULED_OUT', responsible: 'ruling/delivery' } as const;

beforeEach(async () => {
  month = MONTHS.shift() ?? '';
  ref = randomBytes(16);
  await countNothing();
  await fill(month);
  await next('delivery', month, 0, 0, clock.at - 30_000, [miss()]);
  await snapshot(month, 'mia', 'FIRST');
});

const contested = (openedAt = BEGIN + HOUR_MS): Promise<Contest> =>
  contestCase(
    served,
    {
      ...{ department: 'delivery', judgedBy: 'delivery', metric: METRIC, caseRef: ref, day: `${month}-10` },
      ...{ ground: 'WRONG_FACT', evidence: 'file 12', responsible: '', openedBy: 'dana', openedAt },
      requestId: randomUUID(),
    },
    contestTerms(RULESETS),
  );
const decided = async (contest: Contest, decidedAt: number, replaces = 0) =>
  decideContest(
    served,
    {
      ...{ contest: contest.number, requestId: randomUUID(), outcome: 'DISMISSED', chargedTo: '', replaces, decidedAt },
      ...{ reason: 'The scan is right.', evidence: 'file 13', cites: await citableOf(served, contest) },
    },
    { name: 'rita', departments: [] },
  );
const refusal = async (given: Promise<unknown>) => {
  const error = await given.catch((one: unknown) => one);
  return (error as { reason?: string } | undefined)?.reason ?? refusalOf(error)?.reason;
};
/** What the department seals after it has judged the case again. */
const judgedAgain = (sealedAt: number) =>
  next('delivery', month, 0, 0, sealedAt, [miss({ misses: 0, retractedMisses: 1 }), miss(OUT)]);
const contentOf = async (version?: number): Promise<SnapshotContent> => {
  const found = await findSnapshot(database, month, version);
  if (found === undefined) throw new Error('there is no version');
  return found.content;
};
const inputOf = ({ inputs }: SnapshotContent) => inputs.find(({ department }) => department === 'delivery');

describe('a contest that no one decides in time', () => {
  it('counts as upheld by a ruling of the clock, which two processes make once', async () => {
    const contest = await contested();
    expect(contest.dueAt).toBe(DUE);
    expect(await ruleOverdue(served, RULESETS, DUE - 1)).toEqual([]);
    const both = await Promise.all([1, 2].map(() => ruleOverdue(served, RULESETS, DUE)));
    expect(both.flat()).toEqual([contest.number]);
    expect(await ruleOverdue(served, RULESETS, DUE + HOUR_MS)).toEqual([]);
    expect(await decisionsOf(database, [contest])).toMatchObject([
      { outcome: 'TAKEN_OUT', decidedBy: THE_CLOCK, dueAt: DUE, decidedAt: DUE, needsSecond: false },
    ]);
    const [sent] = await database.query<{ n: bigint }>('select count(*) as n from outbox');
    expect(sent?.n).toBeGreaterThan(0n);
  });

  it('is stated in the result with its effect, and a later ruling waits for the close', async () => {
    const contest = await contested();
    clock.at = DUE;
    expect((await life(month)).contests).toMatchObject([{ overdue: true, decideBy: new Date(DUE) }]);
    await ruleOverdue(served, RULESETS, DUE);
    const [{ ruling = 0 } = {}] = await decisionsOf(database, [contest]);
    await judgedAgain(DUE + 60_000);
    clock.at = AFTER_REVIEW;
    await sealAll(month, DUE + HOUR_MS);
    const { cutOffAt } = await snapshot(month);
    expect(cutOffAt).toEqual(new Date(DUE + HOUR_MS));
    const content = await contentOf();
    expect(content.overdue).toEqual([
      {
        ...{ contest: `departments/delivery/contests/${contest.number}`, ruling, judgedBy: 'delivery', metric: METRIC },
        ...{ day: `${month}-10`, caseRef: ref.toString('hex'), dueAt: DUE, hits: 0n, cases: 1n },
      },
    ]);
    const before = inputOf(await contentOf(1));
    expect(inputOf(content)?.overdue).toEqual({ hits: 0n, cases: 1n, indexWithoutE4: before?.indexE4 });
    expect(inputOf(content)?.indexE4).toBeGreaterThan(before?.indexE4 ?? 0n);
    for (const other of content.inputs) if (other.department !== 'delivery') expect(other.overdue).toBeUndefined();

    expect(await refusal(decided(contest, DUE + 1))).toBe('CONTEST_DECIDED');
    expect(await refusal(decided(contest, DUE + 1, ruling))).toBe('RULING_WAITS_FOR_CLOSE');
    // The version has moved the index by more than a point, so its department reviews it once more.
    clock.at = Date.parse('2019-01-03T12:00:00Z');
    for (const who of ['hanna', 'finn']) await approve(month, who);
    await close(month, 'max');
    expect(await contentOf()).toMatchObject({ state: 'CLOSED', overdue: content.overdue });
    expect(await decided(contest, clock.at + 1, ruling)).toMatchObject({ state: 'RULED', ruling: ruling + 1 });
  });

  it('is not upheld when it was decided a moment before, and is when its decision still waits for a second reviewer', async () => {
    const contest = await contested();
    expect((await decided(contest, DUE - 1)).state).toBe('RULED');
    expect(await ruleOverdue(served, RULESETS, DUE)).toEqual([]);

    const second = await contested();
    const request = { contest: second.number, requestId: randomUUID(), outcome: 'CHARGED' as const, replaces: 0 };
    const said = {
      chargedTo: 'customer',
      reason: 'a test',
      evidence: 'file 13',
      decidedAt: DUE - 1,
      cites: await citableOf(served, second),
    };
    const [rita, rob] = ['rita', 'rob'].map((name) => ({ name, departments: [] })) as [never, never];
    await database.execute('truncate cell_count');
    expect((await decideContest(served, { ...request, ...said }, rita)).state).toBe('AWAITS_SECOND');
    expect(await ruleOverdue(served, RULESETS, DUE)).toEqual([second.number]);
    const [waiting] = await decisionsOf(database, [second]);
    const answer = { contest: second.number, decision: waiting?.number ?? 0, answer: 'CONFIRMED' as const };
    expect(await refusal(confirmRuling(served, { ...answer, reason: 'a test', now: DUE + 1 }, rob))).toBe(
      'NOTHING_TO_CONFIRM',
    );
  });

  it('is not upheld when it came after the review', async () => {
    const late = await contested(DUE + 1);
    expect(await ruleOverdue(served, RULESETS, (late.dueAt ?? 0) + 1)).toEqual([]);
  });

  it('is not upheld when all approvers have left it for a correction', async () => {
    const contest = await contested();
    clock.at = AFTER_REVIEW;
    await sealAll(month, DUE + 1);
    await snapshot(month);
    const carve = { carvedOut: [contest.number], reason: 'It needs a witness.' };
    for (const who of ['hanna', 'finn', 'fay']) await approve(month, who, carve);
    expect(await ruleOverdue(served, RULESETS, AFTER_REVIEW)).toEqual([]);
    await close(month, 'max');
    expect(await ruleOverdue(served, RULESETS, AFTER_REVIEW)).toEqual([]);
  });
});

describe('the database itself, with the service bypassed', () => {
  const clockDecides = (contest: Contest, change: Readonly<Record<string, string>> = {}) => {
    const values: Readonly<Record<string, string>> = {
      ...{ number: '(select coalesce(max(number), 0) + 1 from decision)', contest: 'number' },
      ...{ request_id: 'gen_random_uuid()', request_sha256: "sha256('a')", department: 'department' },
      ...{ judged_by: 'judged_by', opened_by: 'opened_by', outcome: '2', charged_to: "''", reason: "'late'" },
      ...{ evidence: "'late'", needs_second: 'false', decided_by: "'the clock'", departments: "'{}'" },
      ...{ decided_at: 'due_at', due_at: 'due_at', ...change },
    };
    return database.execute(
      `insert into decision (${Object.keys(values).join(', ')}) select ${Object.values(values).join(', ')} from contest where number = $1`,
      [contest.number],
    );
  };

  it.each([
    ['before the deadline', 'clock_upholds_what_is_overdue', { decided_at: "due_at - interval '1 second'" }],
    ['with another deadline', 'clock_names_the_deadline', { due_at: "due_at - interval '1 day'" }],
    ['that charges a party', 'clock_upholds_what_is_overdue', { outcome: '3', charged_to: "'customer'" }],
    ['in the name of a person', 'clock_is_no_person', { decided_by: "'rita'" }],
    ['without a deadline', 'clock_is_no_person', { due_at: 'null', cites: "'{file 1}'" }],
  ])('refuses a decision of the clock %s', async (_, constraint, change) => {
    await expect(clockDecides(await contested(), change)).rejects.toThrow(constraint);
  });

  it('takes one decision of the clock, of what no one has ruled on, and then none of a person before the close', async () => {
    const contest = await contested();
    await clockDecides(contest);
    await expect(clockDecides(contest)).rejects.toThrow('clock_decides_once');
    const person = { due_at: 'null', decided_by: "'rita'", cites: "'{file 1}'" };
    await expect(clockDecides(contest, person)).rejects.toThrow('an overdue contest is upheld until the close');
    ref = randomBytes(16);
    await next('delivery', month, 0, 0, clock.at, [miss()]);
    const ruled = await contested();
    await decided(ruled, DUE - 1);
    await expect(clockDecides(ruled)).rejects.toThrow('the clock decides what no one has ruled on');
  });
});
