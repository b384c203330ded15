import { type ContestServiceServer, ContestServiceService } from '#libs/contracts/cx/contests/v1/contests.js';
import { type Caller, ROLES_OF_DEPARTMENTS } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/source.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import { contestCase } from '../../contests/contest-case.js';
import { confirmRuling, decideContest } from '../../contests/decide-contest.js';
import { decisionsOf, type Reviewer } from '../../contests/decisions.js';
import { type Contest, findContest, listContests } from '../../contests/store.js';
import { versionPage } from '../version-page.js';
import { contestToProto, statesFrom } from './contest-mapping.js';
import { contestIn, contestName, readerIn } from './contest-names.js';
import { answerFrom, contestFrom, decisionFrom } from './contest-request.js';

export interface ContestServiceOptions {
  readonly database: Database;
  /** The departments that this installation knows; asked again at each call. */
  readonly departments: () => readonly Source[];
  /** Called after a ruling was stored, before the answer: it is sealed soon. */
  readonly onRuled: () => void;
}

/** ContestService: departments contest single cases that they are charged with, and reviewers rule on them. */
export function contestService({ database, departments, onRuled }: ContestServiceOptions): ServedService {
  const shown = async (contest: Contest, caller: Caller) =>
    contestToProto(contest, await decisionsOf(database, [contest]), caller);
  const calls: ContestServiceServer = {
    contestCase: unary(async (request, { caller, audited }) => {
      const contest = await contestCase(database, contestFrom(request, caller.name, departments()));
      const { department, number, metric, day, ground } = contest;
      audited({ after: { contest: contestName(department, number), metric, day, ground } });
      return shown(contest, caller);
    }),
    getContest: unary(async ({ name }, { caller }) => {
      const { reader, number } = contestIn(name);
      const found = await findContest(database, reader, number);
      if (found === undefined) throw new CxError('CONTEST_UNKNOWN', `there is no ${name}`, { field: 'name' });
      return shown(found, caller);
    }),
    listContests: unary(async (query, { caller }) => {
      const department = readerIn(query.parent, 'parent');
      const states = statesFrom(query.states);
      const list = (below: number, limit: number) => listContests(database, { department, below, limit, states });
      const { versions, nextPageToken } = await versionPage(query, list, ({ number }) => number);
      const decisions = await decisionsOf(database, versions);
      return { contests: versions.map((one) => contestToProto(one, decisions, caller)), nextPageToken };
    }),
    decideContest: unary(async (request, { caller, audited }) => {
      const deciding = decisionFrom(request, departments());
      const contest = await decideContest(database, deciding, reviewerOf(caller, departments()));
      onRuled();
      const { outcome } = deciding;
      audited({ after: { ...recorded(contest), outcome } });
      return shown(contest, caller);
    }),
    confirmRuling: unary(async (request, { caller, audited }) => {
      const answering = answerFrom(request);
      const contest = await confirmRuling(database, answering, reviewerOf(caller, departments()));
      onRuled();
      audited({ after: { ...recorded(contest), answer: answering.answer } });
      return shown(contest, caller);
    }),
  };
  return servedService(ContestServiceService, calls);
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
