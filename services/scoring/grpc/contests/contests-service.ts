import { type ContestServiceServer, ContestServiceService } from '#libs/contracts/cx/contests/v1/contests.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/source.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import { contestCase } from '../../contests/contest-case.js';
import { findContest, listContests } from '../../contests/store.js';
import { versionPage } from '../version-page.js';
import { contestToProto, statesFrom } from './contest-mapping.js';
import { contestIn, contestName, readerIn } from './contest-names.js';
import { contestFrom } from './contest-request.js';

export interface ContestServiceOptions {
  readonly database: Database;
  /** The departments that this installation knows; asked again at each call. */
  readonly departments: () => readonly Source[];
}

/** ContestService: departments contest single cases that they are charged with. */
export function contestService({ database, departments }: ContestServiceOptions): ServedService {
  const calls: ContestServiceServer = {
    contestCase: unary(async (request, { caller, audited }) => {
      const contest = await contestCase(database, contestFrom(request, caller.name, departments()));
      const { department, number, metric, day, ground } = contest;
      audited({ after: { contest: contestName(department, number), metric, day, ground } });
      return contestToProto(contest, caller);
    }),
    getContest: unary(async ({ name }, { caller }) => {
      const { reader, number } = contestIn(name);
      const found = await findContest(database, reader, number);
      if (found === undefined) throw new CxError('CONTEST_UNKNOWN', `there is no ${name}`, { field: 'name' });
      return contestToProto(found, caller);
    }),
    listContests: unary(async (query, { caller }) => {
      const department = readerIn(query.parent, 'parent');
      const states = statesFrom(query.states);
      const list = (below: number, limit: number) => listContests(database, { department, below, limit, states });
      const { versions, nextPageToken } = await versionPage(query, list, ({ number }) => number);
      return { contests: versions.map((one) => contestToProto(one, caller)), nextPageToken };
    }),
  };
  return servedService(ContestServiceService, calls);
}
