import { randomUUID } from 'node:crypto';
import { CASE_GROUNDS } from '#libs/domain/contest.js';
import { isSource, SOURCE_FORM } from '#libs/domain/source.js';
import { isDay } from '#libs/domain/time.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, option, UsageError } from '../command.js';
import { contests } from '../connect.js';
import { printContest } from '../contests/contest-lines.js';
import { findCase } from '../contests/find-case.js';
import { typed, typedWord } from '../contests/typed-word.js';
import { metricNamed } from '../metric-named.js';

/** `cx contest METRIC CASE DAY --ground GROUND --evidence WHERE`: a department contests one case that it is charged with. */
export const contest: Command = {
  parameters: 'METRIC CASE DAY',
  description: 'Contests one case that your department is charged with; cx cases names the case and its day.',
  example: 'cx contest delivered_by_first_promise o-1 2018-08-03 --ground fault-of-partner --evidence "file 7"',
  options: {
    department: { type: 'string', description: 'your department; default: the one that judged the case' },
    ground: { type: 'string', description: typed(CASE_GROUNDS) },
    evidence: { type: 'string', description: 'where a reviewer finds what shows it; it names no person' },
    responsible: { type: 'string', description: 'who is responsible instead: a department, or partner/acme' },
    request: { type: 'string', description: 'UUID of a request that may have got through, to send it again' },
  },
  run: async (call) => {
    const metric = await metricNamed(argument(call, 0));
    const department = option(call, 'department', metric.source);
    if (!isSource(department)) throw new UsageError(`There is no department ${department}: ${SOURCE_FORM}.`);
    const day = argument(call, 2);
    if (!isDay(day)) throw new UsageError(`${day} is not a day: write 2018-08-03, as cx cases prints it.`);
    const [ground, evidence] = [groundOf(call), option(call, 'evidence')];
    if (evidence === '') throw new UsageError('Say where the evidence is: --evidence "file 7"');
    const called = argument(call, 1);
    const found = await findCase(metric, department, day, called);
    if (found === undefined) {
      call.remark(
        `${metric.source} charges ${department} with no miss of ${called} in ${metric.id} on ${day}. cx cases lists what it does.`,
      );
      return 3;
    }
    const requestId = option(call, 'request', randomUUID());
    const made = await ask(contests(), 'contestCase', {
      ...{ parent: `departments/${department}`, judgedBy: `departments/${metric.source}`, metric: metric.id, day },
      ...{ requestId, ground, evidence, responsible: option(call, 'responsible'), caseRef: found.caseRef },
    });
    printContest(call, made);
    call.remark('A reviewer of another department decides. The reviewer sees it with: cx rulings list');
    return 0;
  },
};

function groundOf(call: Call): number {
  const text = option(call, 'ground');
  if (text === '') throw new UsageError(`Say on which ground: --ground ${typed(CASE_GROUNDS)}`);
  return typedWord('ground', text, CASE_GROUNDS);
}
