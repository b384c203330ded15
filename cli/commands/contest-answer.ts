import { isSource, SOURCE_FORM } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, option, UsageError } from '../command.js';
import { contests } from '../connect.js';
import { printContest } from '../contests/contest-lines.js';
import { printContests } from './rulings.js';

/** `cx contest list --against DEPARTMENT`: the contests of which a department was told that it may come to answer for the case. */
export const contestList: Command = {
  parameters: '',
  description:
    'Lists the contests that would move the fault to your department: it may answer each once, in its window.',
  example: 'cx contest list --against ordering --open',
  options: {
    against: { type: 'string', description: 'your department' },
    open: { type: 'boolean', description: 'only those that wait for a reviewer' },
    limit: { type: 'string', description: 'contests; default: 20' },
    page: { type: 'string', description: 'page token of the answer before' },
  },
  run: async (call) => {
    const department = option(call, 'against');
    if (!isSource(department))
      throw new UsageError(`Say against which department, --against ordering: ${SOURCE_FORM}.`);
    const count = await printContests(call, department, true);
    if (count === 0) call.remark(`No contest would move the fault to ${department}.`);
    else call.remark('Say what you have to say with: cx contest answer CONTEST --text TEXT');
    return 0;
  },
};

/** `cx contest answer CONTEST --text TEXT`: a department that was told says what it has to say. */
export const contestAnswer: Command = {
  parameters: 'CONTEST',
  description: 'Answers a contest that would move the fault to your department, once and before its window ends.',
  example: 'cx contest answer departments/ordering/contests/7 --text "We released it in time." --evidence "file 9"',
  options: {
    text: {
      type: 'string',
      description: 'what you have to say, in one line of 1 to 500 characters that name no person',
    },
    evidence: { type: 'string', multiple: true, description: 'where a reviewer finds what shows it; at most 5 times' },
  },
  run: async (call) => {
    const text = option(call, 'text');
    if (text === '') throw new UsageError('Say what you have to say: --text "We released it in time."');
    const evidence = [call.options['evidence'] ?? []].flat().map(String);
    printContest(call, await ask(contests(), 'answerContest', { name: argument(call, 0), text, evidence }));
    return 0;
  },
};
