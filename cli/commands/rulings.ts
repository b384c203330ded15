import { ContestState, ListContestsResponse } from '#libs/contracts/cx/contests/v1/contests.js';
import { isSource, SOURCE_FORM } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { contests } from '../connect.js';
import { contestLines, printContest } from '../contests/contest-lines.js';

/** `cx rulings list`: what is contested, and what became of it. */
export const rulingsList: Command = {
  parameters: '',
  description: 'Lists contests with what became of them, newest first; of all departments for reviewers and auditors.',
  example: 'cx rulings list --department delivery --open',
  options: {
    department: { type: 'string', description: 'only those that concern this one; needed by its own people' },
    open: { type: 'boolean', description: 'only those that wait for a reviewer' },
    limit: { type: 'string', description: 'contests; default: 20' },
    page: { type: 'string', description: 'page token of the answer before' },
  },
  run: async (call) => {
    const department = option(call, 'department', '-');
    if (department !== '-' && !isSource(department))
      throw new UsageError(`There is no department ${department}: ${SOURCE_FORM}.`);
    const count = await printContests(call, department, false);
    if (count === 0) call.remark('Nothing is contested. A department contests a case with: cx contest');
    return 0;
  },
};

/** Prints one page of the contests that concern a department. @returns how many there are on it */
export async function printContests(call: Call, department: string, against: boolean): Promise<number> {
  const answer = await ask(contests(), 'listContests', {
    parent: `departments/${department}`,
    pageSize: numberOption(call, 'limit', 20),
    pageToken: option(call, 'page'),
    states: call.options['open'] === true ? [ContestState.CONTEST_STATE_OPEN] : [],
    against,
  });
  if (call.json) call.print(JSON.stringify(ListContestsResponse.toJSON(answer), undefined, 2));
  else for (const line of answer.contests.flatMap(contestLines)) call.print(line);
  if (answer.nextPageToken !== '') call.remark(`More: --page ${answer.nextPageToken}`);
  return answer.contests.length;
}

/** `cx rulings show CONTEST`: one contest. */
export const rulingsShow: Command = {
  parameters: 'CONTEST',
  description: 'Shows one contest and what became of it.',
  example: 'cx rulings show departments/warehouse/contests/7',
  run: async (call) => {
    const found = await ask(contests(), 'getContest', { name: argument(call, 0) });
    printContest(call, found);
    return 0;
  },
};
