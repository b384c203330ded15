import {
  type ContestCaseRequest,
  type ContestLineRequest,
  type Contest as ContestMessage,
  type ContestServiceServer,
  ContestServiceService,
  type ForeseeRulingRequest,
  type ListPrecedentsRequest,
} from '#libs/contracts/cx/contests/v1/contests.js';
import { type Caller, ROLES_OF_DEPARTMENTS } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/source.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { contestCase } from '../../contests/contest-case.js';
import { contestLine } from '../../contests/contest-line.js';
import { contestTerms } from '../../contests/contest-terms.js';
import { confirmRuling, decideContest } from '../../contests/decide-contest.js';
import { decisionsOf, type Reviewer } from '../../contests/decisions.js';
import { answerContest, hearParty } from '../../contests/hear-party.js';
import { hearingsOf } from '../../contests/hearings.js';
import { ruleOverdue } from '../../contests/rule-overdue.js';
import { type Contest, findContest, listContests } from '../../contests/store.js';
import type { Rulesets } from '../../rulesets/rulesets.js';
import { versionPage } from '../version-page.js';
import { contestToProto, statesFrom } from './contest-mapping.js';

import { contestIn, contestName, readerIn, sourceIn } from './contest-names.js';
import { foreseen, precedents } from './contest-readings.js';

import { answerFrom, contestFrom, decisionFrom, hearingAnswerFrom, partyFrom } from './contest-request.js';
import { lineFrom } from './line-request.js';

export interface ContestServiceOptions {
  readonly database: Database;
  readonly rulesets: Rulesets;
  readonly clock: Clock;
  /** The departments that this installation knows; asked again at each call. */
  readonly departments: () => readonly Source[];
  /** Called after a ruling was stored, before the answer: it is sealed soon. */
  readonly onRuled: () => void;
}

/** ContestService: departments contest single cases that they are charged with, and reviewers rule on them. */
export function contestService(options: ContestServiceOptions): ServedService {
  const { database, rulesets, clock, departments, onRuled } = options;
  const beside = async (contests: readonly Contest[]) => ({
    decisions: await decisionsOf(database, contests),
    hearings: await hearingsOf(database, contests),
  });
  const shown = async (contest: Contest, caller: Caller) => contestToProto(contest, await beside([contest]), caller);
  const by = (caller: Caller) => reviewerOf(caller, departments());
  /** The instant of a call that rules; what was overdue then is upheld before a person decides. */
  const afterTheClock = async () => {
    const now = clock.now();
    if ((await ruleOverdue(database, rulesets, now)).length > 0) onRuled();
    return now;
  };
  const calls: Omit<ContestServiceServer, keyof ReturnType<typeof readings> | keyof ReturnType<typeof openings>> = {
    getContest: unary(async ({ name }, { caller }) => {
      const { reader, number } = contestIn(name);
      const found = await findContest(database, reader, number);
      if (found === undefined) throw new CxError('CONTEST_UNKNOWN', `there is no ${name}`, { field: 'name' });
      return shown(found, caller);
    }),
    listContests: unary(async (query, { caller }) => {
      const department = readerIn(query.parent, 'parent');
      const states = statesFrom(query.states);
      const wanted = { department, states, isAgainst: query.against };
      const list = (below: number, limit: number) => listContests(database, { ...wanted, below, limit });
      const { versions, nextPageToken } = await versionPage(query, list, ({ number }) => number);
      const became = await beside(versions);
      return { contests: versions.map((one) => contestToProto(one, became, caller)), nextPageToken };
    }),
    decideContest: unary(async (request, { caller, audited }) => {
      const deciding = decisionFrom(request, departments(), await afterTheClock());
      const contest = await decideContest(database, deciding, by(caller));
      onRuled();
      const { outcome } = deciding;
      audited({ after: { ...recorded(contest), outcome } });
      return shown(contest, caller);
    }),
    confirmRuling: unary(async (request, { caller, audited }) => {
      const answering = answerFrom(request, await afterTheClock());
      const contest = await confirmRuling(database, answering, by(caller));
      onRuled();
      audited({ after: { ...recorded(contest), answer: answering.answer } });
      return shown(contest, caller);
    }),
    hearParty: unary(async (request, { caller, audited }) => {
      const { number: contest } = contestIn(request.name);
      const party = partyFrom(sourceIn(request.party, 'party'), 'party', departments());
      const found = await hearParty(database, { contest, party, now: clock.now() }, by(caller), contestTerms(rulesets));
      audited({ after: { ...recorded(found), party } });
      return shown(found, caller);
    }),
    answerContest: unary(async (request, { caller, audited }) => {
      const answering = hearingAnswerFrom(request, clock.now());
      const found = await answerContest(database, answering, by(caller));
      audited({ after: { ...recorded(found), party: answering.party } });
      return shown(found, caller);
    }),
  };
  return servedService(ContestServiceService, { ...openings(options, shown), ...calls, ...readings(options) });
}

type Shown = (contest: Contest, caller: Caller) => Promise<ContestMessage>;

/** The calls that open a contest, of a case or of a line. */
function openings({ database, rulesets, clock, departments }: ContestServiceOptions, shown: Shown) {
  return {
    contestCase: unary(async (request: ContestCaseRequest, { caller, audited }) => {
      const by = { name: caller.name, now: clock.now() };
      const asked = contestFrom(request, by, departments());
      const contest = await contestCase(database, asked, contestTerms(rulesets));
      const { department, number, metric, day, ground } = contest;
      audited({ after: { contest: contestName(department, number), metric, day, ground } });
      return shown(contest, caller);
    }),
    contestLine: unary(async (request: ContestLineRequest, { caller, audited }) => {
      const asked = lineFrom(rulesets, request, { name: caller.name, now: clock.now() });
      const contest = await contestLine(database, rulesets, asked, contestTerms(rulesets));
      const { department, number, ground } = contest;
      audited({ after: { contest: contestName(department, number), line: request.snapshot, ground } });
      return shown(contest, caller);
    }),
  };
}

/** The calls that help to decide and change nothing. */
function readings({ database, rulesets, clock, departments }: ContestServiceOptions) {
  return {
    foreseeRuling: unary((request: ForeseeRulingRequest) =>
      foreseen({ database, rulesets, departments: departments(), now: clock.now() }, request),
    ),
    listPrecedents: unary((request: ListPrecedentsRequest) => precedents({ database, rulesets }, request)),
  };
}

/** What the audit log keeps of a contest after a decision. */
function recorded({ department, number, state, ruling }: Contest) {
  const held = ruling === undefined ? {} : { ruling: BigInt(ruling) };
  return { contest: contestName(department, number), state, ...held };
}

/** The caller with all departments that are the caller's own. */
function reviewerOf({ name, bindings }: Caller, all: readonly Source[]): Reviewer {
  const own = bindings.filter(({ role }) => ROLES_OF_DEPARTMENTS.includes(role));
  const departments = own.flatMap((binding) => (binding.departments === 'all' ? all : binding.departments));
  return { name, departments: [...new Set(departments)] };
}
