import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { ListMissesResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, option } from '../command.js';
import { scoring } from '../connect.js';
import { grouped, share, table } from '../format.js';
import { indexName } from '../names.js';
import { titled } from '../titled.js';

/** `cx misses METRIC PERIOD --by responsible`: the monthly Pareto of one metric, or of all of a department. */
export const misses: Command = {
  parameters: 'METRIC|DEPARTMENT PERIOD',
  description: 'Ranks the misses customers lived, by metric, by who answers for them, or by unit.',
  example: 'cx misses delivered_by_first_promise 2018-08 --by responsible',
  options: {
    by: { type: 'string', description: 'metric, responsible, or unit:1 to unit:4; default: responsible' },
    before: { type: 'string', description: 'the period to compare with; default: the one before' },
  },
  run: async (call) => {
    const what = argument(call, 0);
    const [metric] = CATALOGUE.named(what);
    const answer = await ask(scoring(), 'listMisses', {
      parent: indexName(metric?.source ?? what, argument(call, 1)),
      groupBy: option(call, 'by', 'responsible'),
      compareWith: option(call, 'before'),
      metric: metric?.id ?? '',
    });
    if (call.json) call.print(JSON.stringify(ListMissesResponse.toJSON(answer), undefined, 2));
    else for (const line of linesOf(answer)) call.print(line);
    return 0;
  },
};

function linesOf({ groups, totalMisses }: ListMissesResponse): string[] {
  const rows = groups.map((group) => [
    titled(group.label, group.title),
    grouped(group.misses),
    grouped(group.missesBefore),
    share(group.cumulativeBp),
  ]);
  return [
    ...table([['', 'misses', 'before', 'cumulative'], ...rows], ['left', 'right', 'right', 'right']),
    `  ${grouped(totalMisses)} in all`,
  ];
}
