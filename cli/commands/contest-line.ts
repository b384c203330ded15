import { randomUUID } from 'node:crypto';
import { LINE_GROUNDS } from '#libs/domain/contest.js';
import { isSource, SOURCE_FORM } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, option, UsageError } from '../command.js';
import { contests } from '../connect.js';
import { printContest } from '../contests/contest-lines.js';
import { typed, typedWord } from '../contests/typed-word.js';

/** `cx contest line SNAPSHOT --department D --ground GROUND --evidence WHERE`: a department, or HR, contests its line of a period. */
export const contestLine: Command = {
  parameters: 'SNAPSHOT',
  description:
    'Contests the line of a department in the newest version of a period: by wrong rules, or computed wrongly.',
  example: 'cx contest line 2018-07/2 --department delivery --ground arithmetic --evidence "file 7" --expected 83.4',
  options: {
    department: { type: 'string', description: 'whose line it is' },
    ground: { type: 'string', description: typed(LINE_GROUNDS) },
    evidence: { type: 'string', description: 'where a reviewer finds what shows it; it names no person' },
    expected: { type: 'string', description: 'the index that the line should have, in points: 83.4' },
    request: { type: 'string', description: 'UUID of a request that may have got through, to send it again' },
  },
  run: async (call) => {
    const department = option(call, 'department');
    if (!isSource(department)) throw new UsageError(`Name the department of the line: ${SOURCE_FORM}.`);
    const ground = typedWord('ground', option(call, 'ground'), LINE_GROUNDS);
    const evidence = option(call, 'evidence');
    if (evidence === '') throw new UsageError('Say where the evidence is: --evidence "file 7"');
    const made = await ask(contests(), 'contestLine', {
      ...{ parent: `departments/${department}`, snapshot: snapshotIn(argument(call, 0)), ground, evidence },
      ...{ requestId: option(call, 'request', randomUUID()), expectedIndexE4: pointsIn(option(call, 'expected')) },
    });
    printContest(call, made);
    call.remark('Two reviewers of other departments decide. They see it with: cx rulings list');
    return 0;
  },
};

const POINTS_E4 = 10_000n;

/** "83.4" points as 834000 E4; undefined of nothing. @throws {UsageError} */
function pointsIn(text: string): bigint | undefined {
  if (text === '') return undefined;
  const [, whole = '', part = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  if (whole === '') throw new UsageError(`an index has points, such as 83.4, not ${text}`);
  return BigInt(whole) * POINTS_E4 + BigInt(part.padEnd(4, '0'));
}

/** periods/2018-07/snapshots/2 of "2018-07/2", or the name itself. */
function snapshotIn(text: string): string {
  if (/^periods\/[^/]+\/snapshots\/\d+$/.test(text)) return text;
  const [, period, version] = /^([^/]+)\/(\d+)$/.exec(text) ?? [];
  if (period === undefined) throw new UsageError(`name a version as 2018-07/2, not ${text}`);
  return `periods/${period}/snapshots/${version}`;
}
