import { randomUUID } from 'node:crypto';
import { RULING_OUTCOMES, SECOND_ANSWERS } from '#libs/domain/ruling.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { contests } from '../connect.js';
import { printContest } from '../contests/contest-lines.js';
import { typedWord } from '../contests/typed-word.js';

/** `cx rulings decide CONTEST OUTCOME --reason WHY --evidence WHERE`: a reviewer of no department concerned decides. */
export const rulingsDecide: Command = {
  parameters: 'CONTEST OUTCOME',
  description: 'Rules on a contest: dismissed, taken-out or charged. Too many cases need a second reviewer.',
  example:
    'cx rulings decide departments/delivery/contests/1 charged --to partner/acme --reason "no scan" --evidence "file 13"',
  options: {
    to: { type: 'string', description: 'with charged: who answers for the miss, a department or partner/acme' },
    reason: { type: 'string', description: 'why, in one sentence that names no person' },
    evidence: { type: 'string', description: 'what it rests on: an address, or the number of a file' },
    replaces: { type: 'string', description: 'the number of the ruling that this one replaces' },
    cites: {
      type: 'string',
      multiple: true,
      description: 'a record that you have read; default: the newest verdict of the case, as cx contest show names it',
    },
    request: { type: 'string', description: 'UUID of a request that may have got through, to send it again' },
  },
  run: async (call) => {
    const outcome = typedWord('outcome', argument(call, 1), RULING_OUTCOMES);
    const name = argument(call, 0);
    const given = [call.options['cites'] ?? []].flat().map(String);
    const decided = await ask(contests(), 'decideContest', {
      cites: given.length > 0 ? given : await newestVerdict(name),
      ...{ name, requestId: option(call, 'request', randomUUID()), outcome },
      ...{ chargedTo: option(call, 'to'), reason: needed(call, 'reason'), evidence: needed(call, 'evidence') },
      replaces: numberOption(call, 'replaces', 0),
    });
    printContest(call, decided);
    return 0;
  },
};

/** What stands of the case; nothing where the contest is ruled, so that the reviewer names what changed. */
async function newestVerdict(name: string): Promise<string[]> {
  const { observations } = await ask(contests(), 'foreseeRuling', { name, chargedTo: '' });
  return observations.slice(-1);
}

/** `cx rulings confirm CONTEST DECISION ANSWER --reason WHY`: a second reviewer, another person, confirms or refuses. */
export const rulingsConfirm: Command = {
  parameters: 'CONTEST DECISION ANSWER',
  description: 'Answers a decision that waits for a second reviewer: confirmed or refused.',
  example: 'cx rulings confirm departments/delivery/contests/1 1 confirmed --reason "I have read file 13"',
  options: { reason: { type: 'string', description: 'why, in one sentence that names no person' } },
  run: async (call) => {
    const answer = typedWord('answer', argument(call, 2), SECOND_ANSWERS);
    const decision = Number(argument(call, 1));
    if (!Number.isSafeInteger(decision) || decision < 1)
      throw new UsageError('A decision is a number; cx rulings show prints it.');
    const name = argument(call, 0);
    const answered = await ask(contests(), 'confirmRuling', { name, decision, answer, reason: needed(call, 'reason') });
    printContest(call, answered);
    return 0;
  },
};

/** `cx rulings hear CONTEST DEPARTMENT`: a reviewer tells a department that the contest does not name. */
export const rulingsHear: Command = {
  parameters: 'CONTEST DEPARTMENT',
  description: 'Tells a department that it may come to answer for the case; it is charged after it was heard.',
  example: 'cx rulings hear departments/delivery/contests/1 ordering',
  run: async (call) => {
    const party = `departments/${argument(call, 1)}`;
    printContest(call, await ask(contests(), 'hearParty', { name: argument(call, 0), party }));
    return 0;
  },
};

function needed(call: Call, name: string): string {
  const text = option(call, name);
  if (text === '') throw new UsageError(`--${name} is missing: every ruling states it`);
  return text;
}
