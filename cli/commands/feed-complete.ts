import { DeclareCompleteResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import { isSource, SOURCE_FORM } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, option, UsageError } from '../command.js';
import { factsAs } from '../connect.js';
import { completeThroughOf } from '../import/options.js';

/** `cx feed complete DEPARTMENT`: a feed says how far it has reported, so that what is due is judged. */
export const feedComplete: Command = {
  parameters: 'DEPARTMENT',
  description:
    'Declares that a feed has reported everything that happened before a day or an instant. Until then, cases that are due wait for it.',
  example: 'cx feed complete support --caller tickets --through 2018-11-01 --zone America/Sao_Paulo',
  options: {
    through: { type: 'string', description: 'everything before this day begins, or before this instant, was reported' },
    zone: { type: 'string', description: 'time zone in which the day begins: Europe/Berlin' },
    caller: { type: 'string', description: 'the name that the department knows the feed by' },
  },
  run: async (call) => {
    const department = argument(call, 0);
    if (!isSource(department)) throw new UsageError(`There is no department ${department}: ${SOURCE_FORM}.`);
    const caller = option(call, 'caller');
    if (caller === '') throw new UsageError('Name the feed: --caller tickets');
    const through = completeThroughOf(call, 'through');
    if (through === undefined) throw new UsageError('Say how far the feed has reported: --through 2018-11-01');
    const answer = await ask(factsAs(department, caller), 'declareComplete', { completeThrough: new Date(through) });
    const stands = answer.completeThrough?.toISOString() ?? '';
    if (call.json) call.print(JSON.stringify(DeclareCompleteResponse.toJSON(answer), undefined, 2));
    else call.print(`${department}/${caller} is complete through ${stands}`);
    if (answer.completeThrough !== undefined && answer.completeThrough.getTime() > through)
      call.remark('It had declared that before; a declaration only moves forward.');
    return 0;
  },
};
