import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonValue } from '@bufbuild/protobuf';
import type { Reason } from '#libs/domain/error.js';
import { type Counted, database, emptyCounts, scoringDoor, sealed } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { LINES } from './provoke-lines.js';
import { fillDisk } from './provoke-sources.js';
import { ANSWER, CITES, CONTEST, DECISION, HEARD } from './valid.js';

/** Rows stay, so each provocation has a case of its own. */
const contest = (ref: Buffer, change: { [key: string]: JsonValue } = {}): JsonValue => ({
  ...{ ...CONTEST, requestId: randomUUID(), caseRef: ref.toString('base64') },
  ...change,
});
const wrong = (change: { [key: string]: JsonValue }): Provocation => ({
  requests: [contest(randomBytes(16), change)],
});
const [OTHERS, TWICE, REUSED, FULL] = [1, 2, 3, 4].map(() => randomBytes(16)) as [Buffer, Buffer, Buffer, Buffer];

/** Delivery charges the warehouse with a case, or another party. */
async function charged(ref: Buffer, responsible = 'warehouse'): Promise<undefined> {
  await emptyCounts();
  const cell: Counted = {
    ...{ metric: CONTEST.metric, unit: 'area/be', day: CONTEST.day, class: 'OTHERS', misses: 1, ref },
    ...{ reason: 'UPSTREAM_HANDED_OVER_LATE', responsible },
  };
  await scoringDoor()('delivery', sealed('delivery', { cells: [cell] }));
}

const NAMES: Partial<Record<Reason, Provocation>> = {
  NAME_INVALID: { requests: [{ name: 'contests/1' }] },
  CONTEST_UNKNOWN: { requests: [{ name: 'departments/warehouse/contests/70000' }] },
};

/** Contests that are open, each for one provocation; 10,000 and more, so that no other one has its number. */
const NUMBERS = { next: 10_000 };
async function open(
  decided?: { readonly needsSecond: boolean; readonly by?: string },
  isCounted = false,
): Promise<number> {
  const [number, ref] = [NUMBERS.next++, randomBytes(16)];
  if (isCounted) await charged(ref);
  await database.execute(
    `insert into contest values ($1, gen_random_uuid(), sha256('a'), 'warehouse', 'delivery', $2, $3, $4, 1, 'file 7', '', 'anna', now())`,
    [number, CONTEST.metric, ref, CONTEST.day],
  );
  if (decided === undefined) return number;
  await database.execute(
    `insert into decision values ($1, $1, gen_random_uuid(), sha256('a'), 'warehouse', 'delivery', 'anna', 2, '', 'a test', 'file 13', $2, $3, '{}', now(), null, '{file 1}')`,
    [number, decided.needsSecond, decided.by ?? 'rita'],
  );
  return number;
}
/** A request about a contest that is made before the call. */
function about(
  request: { readonly [key: string]: JsonValue },
  {
    decided,
    caller,
    ...more
  }: {
    readonly decided?: { readonly needsSecond: boolean; readonly by?: string };
    readonly caller?: string;
    readonly full?: string;
  } = {},
): Provocation {
  const asked = { ...request };
  return {
    requests: [asked],
    ...(caller === undefined ? {} : { caller }),
    before: async () => {
      const number = await open(decided, caller === 'reviewer' && decided === undefined);
      Object.assign(asked, { name: `departments/-/contests/${number}` });
      if ('decision' in request) Object.assign(asked, { decision: number });
      return more.full === undefined ? undefined : fillDisk(database, [more.full]);
    },
  };
}
const deciding = (change: { [key: string]: JsonValue } = {}) => ({
  ...{ ...DECISION, cites: CITES, requestId: randomUUID() },
  ...change,
});
const answering = (change: { [key: string]: JsonValue } = {}) => ({ ...ANSWER, ...change });
const unknown = 'departments/-/contests/70000';
const usedTwice = randomUUID();

const again = randomUUID();
/** One request that decides, and another one with its id. */
function reused(): Provocation {
  const first = about(deciding({ requestId: usedTwice }), { caller: 'reviewer' });
  const [request = {}] = first.requests ?? [];
  const second = { ...(request as object), reason: 'another' };
  const before = async () => {
    const undo = await first.before?.();
    Object.assign(second, { name: (request as { name: string }).name });
    return undo;
  };
  return { ...first, requests: [request, second], before };
}

/** A contest of which ordering was told, or not, and may have answered. */
function told(
  request: { readonly [key: string]: JsonValue },
  {
    isTold = true,
    answered = false,
    ...more
  }: { readonly isTold?: boolean; readonly answered?: boolean; readonly caller?: string; readonly full?: string } = {},
): Provocation {
  const { full, ...rest } = more;
  const provocation = about(request, rest);
  return {
    ...provocation,
    before: async () => {
      await provocation.before?.();
      const number = NUMBERS.next - 1;
      const [asked = {}] = provocation.requests ?? [];
      if ('text' in request) Object.assign(asked as object, { name: `departments/ordering/contests/${number}` });
      if (!isTold) return undefined;
      await database.execute(`insert into hearing values ($1, 'ordering', now(), now() + interval '1 day', 'wanda')`, [
        number,
      ]);
      if (answered)
        await database.execute(
          `insert into hearing_answer select contest, party, ends_at, 'before', '{}', 'otto', '{ordering}', now() from hearing where contest = $1`,
          [number],
        );
      return full === undefined ? undefined : fillDisk(database, [full]);
    },
  };
}

/** What the clock has decided, of a month that is not closed. */
function upheld(): Provocation {
  const asked: { [key: string]: JsonValue } = deciding();
  return {
    requests: [asked],
    caller: 'reviewer',
    before: async () => {
      const number = NUMBERS.next++;
      await database.execute(
        `insert into contest values ($1, gen_random_uuid(), sha256('a'), 'warehouse', 'delivery', $2, $3, $4, 1, 'file 7', '', 'anna',
         now() - interval '2 days', now() - interval '1 day')`,
        [number, CONTEST.metric, randomBytes(16), CONTEST.day],
      );
      await database.execute(
        `insert into decision select $1, number, gen_random_uuid(), sha256('a'), department, judged_by, opened_by, 2, '', 'late', 'late', false,
         'the clock', '{}', now(), due_at from contest where number = $1`,
        [number],
      );
      const [ruling] = await database.query<{ number: number }>(
        'insert into ruling select coalesce(max(number), 0) + 1, $1, false, null, now() from ruling returning number',
        [number],
      );
      Object.assign(asked, { name: `departments/-/contests/${number}`, replaces: ruling?.number ?? 0 });
      return undefined;
    },
  };
}

const hearing = (party = 'departments/ordering') => ({ name: unknown, party });
const heard = (): { [key: string]: JsonValue } => ({ ...HEARD, evidence: [] });
const charging = deciding({ outcome: 'RULING_OUTCOME_CHARGED', chargedTo: 'ordering' });

export const CONTESTS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  ContestCase: {
    NAME_INVALID: wrong({ judgedBy: 'delivery' }),
    REQUEST_ID_INVALID: wrong({ requestId: 'seven' }),
    CASE_ID_INVALID: wrong({ caseRef: Buffer.alloc(8).toString('base64') }),
    DAY_INVALID: wrong({ day: '2018-02-30' }),
    METRIC_UNKNOWN: wrong({ metric: 'no_such_metric' }),
    GROUND_UNKNOWN: wrong({ ground: 'GROUND_UNSPECIFIED' }),
    EVIDENCE_INVALID: wrong({ evidence: 'ask anna@example.com' }),
    PARTY_INVALID: wrong({ responsible: 'no_such_department' }),
    CASE_UNKNOWN: wrong({}),
    NOT_CHARGED: { requests: [contest(OTHERS)], before: () => charged(OTHERS, 'ordering') },
    CONTEST_OPEN: { requests: [contest(TWICE), contest(TWICE)], before: () => charged(TWICE) },
    REQUEST_ID_REUSED: {
      requests: [contest(REUSED, { requestId: again }), contest(REUSED, { requestId: again, evidence: 'file 8' })],
      before: () => charged(REUSED),
    },
    STORE_FULL: {
      requests: [contest(FULL)],
      before: async () => {
        await charged(FULL);
        return fillDisk(database, ['contest']);
      },
    },
  },
  ContestLine: LINES,
  DecideContest: {
    NAME_INVALID: { requests: [deciding({ name: 'contests/1' })] },
    REQUEST_ID_INVALID: { requests: [deciding({ requestId: 'seven' })] },
    OUTCOME_UNKNOWN: { requests: [deciding({ outcome: 'RULING_OUTCOME_UNSPECIFIED' })] },
    PARTY_INVALID: { requests: [deciding({ chargedTo: 'ordering' })] },
    REASON_MISSING: { requests: [deciding({ reason: '' })] },
    EVIDENCE_INVALID: { requests: [deciding({ evidence: 'anna@example.com' })] },
    CONTEST_UNKNOWN: { requests: [deciding({ name: unknown })] },
    CONTEST_DECIDED: about(deciding(), { decided: { needsSecond: true } }),
    RULING_OWN_DEPARTMENT: about(deciding()),
    RULING_SAME_PERSON: about(deciding(), { caller: 'anna' }),
    REQUEST_ID_REUSED: reused(),
    PARTY_NOT_HEARD: about(charging, { caller: 'reviewer' }),
    HEARING_NOT_OVER: told(charging, { caller: 'reviewer' }),
    RULING_WAITS_FOR_CLOSE: upheld(),
    CITATION_MISSING: about(deciding({ cites: ['file 1'] }), { caller: 'reviewer' }),
    STORE_FULL: about(deciding(), { caller: 'reviewer', full: 'decision' }),
  },
  ConfirmRuling: {
    NAME_INVALID: { requests: [answering({ name: 'contests/1' })] },
    ANSWER_UNKNOWN: { requests: [answering({ answer: 'SECOND_ANSWER_UNSPECIFIED' })] },
    REASON_MISSING: { requests: [answering({ reason: '' })] },
    EVIDENCE_INVALID: { requests: [answering({ reason: 'Ask anna@example.com.' })] },
    CONTEST_UNKNOWN: { requests: [answering({ name: unknown })] },
    NOTHING_TO_CONFIRM: about(answering(), { decided: { needsSecond: false } }),
    RULING_OWN_DEPARTMENT: about(answering(), { decided: { needsSecond: true } }),
    RULING_SAME_PERSON: about(answering(), { decided: { needsSecond: true, by: 'reviewer' }, caller: 'reviewer' }),
    STORE_FULL: about(answering(), { decided: { needsSecond: true }, caller: 'reviewer', full: 'second_answer' }),
  },
  HearParty: {
    NAME_INVALID: { requests: [{ name: 'contests/1', party: 'departments/ordering' }] },
    PARTY_INVALID: about(hearing('departments/no_such_department')),
    CONTEST_UNKNOWN: { requests: [{ name: unknown, party: 'departments/ordering' }] },
    CONTEST_DECIDED: about(hearing(), { decided: { needsSecond: true }, caller: 'reviewer' }),
    RULING_OWN_DEPARTMENT: about(hearing()),
    RULING_SAME_PERSON: about(hearing(), { caller: 'anna' }),
    STORE_FULL: about(hearing(), { caller: 'reviewer', full: 'hearing' }),
  },
  AnswerContest: {
    NAME_INVALID: { requests: [{ ...heard(), name: 'contests/1' }] },
    REASON_MISSING: { requests: [{ ...heard(), text: '' }] },
    EVIDENCE_INVALID: { requests: [{ ...heard(), evidence: ['anna@example.com'] }] },
    CONTEST_UNKNOWN: { requests: [{ ...heard(), name: 'departments/ordering/contests/70000' }] },
    HEARING_UNKNOWN: told(heard(), { isTold: false }),
    HEARING_OVER: told(heard(), { answered: true }),
    STORE_FULL: told(heard(), { full: 'hearing_answer' }),
  },
  GetContest: NAMES,
  ForeseeRuling: {
    NAME_INVALID: { requests: [{ name: 'contests/1' }] },
    PARTY_INVALID: { requests: [{ name: unknown, chargedTo: 'no_such_department' }] },
    CONTEST_UNKNOWN: { requests: [{ name: unknown }] },
  },
  ListPrecedents: {
    PAGE_INVALID: { requests: [{ pageSize: -1 }] },
    NAME_INVALID: { requests: [{ period: '2018-03' }] },
    PERIOD_INVALID: { requests: [{ period: 'periods/2018-13' }] },
  },
  ListContests: {
    NAME_INVALID: { requests: [{ parent: 'warehouse' }] },
    PAGE_INVALID: { requests: [{ parent: 'departments/warehouse', pageSize: -1 }] },
  },
};
