import { type Index, ListIndexesResponse } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { PERIOD_KINDS } from '#libs/domain/period.js';
import { call as ask } from '#libs/grpc/client.js';
import { type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { scoring } from '../connect.js';
import { points, share, table } from '../format.js';
import { casesOf, spread, stateWord } from '../index-words.js';
import { ownerName, periodIn, whoIn } from '../names.js';
import { titled } from '../titled.js';

/** `cx index list [DEPARTMENT]`: one line an index; with --units, the units of a department in one period. */
export const indexList: Command = {
  parameters: '[DEPARTMENT]',
  description: 'Lists the indexes of a department by period, or of its units, or of all departments.',
  example: 'cx index list warehouse --units --last 12m --order-by index',
  options: {
    units: { type: 'boolean', description: 'the units of the department instead of its periods' },
    kind: {
      type: 'string',
      description: `periods of this kind: ${PERIOD_KINDS.join(', ')}; default: months`,
    },
    last: {
      type: 'string',
      description: 'the newest period of that length in the calendar, 12m; or a period, 2018-08-12m',
    },
    from: { type: 'string', description: 'first period, 2018-03 or 2018-W10' },
    to: { type: 'string', description: 'last period, 2018-08 or 2018-W35' },
    'order-by': {
      type: 'string',
      description: 'index, cases or period; "index desc" for the best first; all departments: the newest period first',
    },
    limit: { type: 'string', description: 'lines; default: 50' },
  },
  run: async (call) => {
    const answer = await listed(call);
    if (call.json) call.print(JSON.stringify(ListIndexesResponse.toJSON(answer), undefined, 2));
    else for (const line of linesOf(answer.indexes)) call.print(line);
    if (answer.nextPageToken !== '') call.remark('There are more: --limit 500, or narrow it with --from and --to.');
    return 0;
  },
};

async function listed(call: Call) {
  const who = call.args[0];
  const parent =
    who === undefined ? 'departments/-' : ownerName(who) + (call.options['units'] === true ? '/units/-' : '');
  return ask(scoring(), 'listIndexes', {
    parent,
    filter: filterOf(call, await lastOf(call, who)),
    // Of all departments there are more lines than a screen has: the newest first.
    orderBy: option(call, 'order-by', who === undefined ? 'period desc' : '').replace(/^index\b/, 'index_e4'),
    pageSize: numberOption(call, 'limit', 50),
    pageToken: '',
  });
}

/** A length means the period of that length that ends with the newest month the rules name. */
async function lastOf(call: Call, who = 'delivery'): Promise<string> {
  const last = option(call, 'last');
  if (!/^\d+m$/.test(last)) return last;
  if (last !== '12m') throw new UsageError(`--last takes 12m, or a period such as 2018-08 or 2018-Q3, not ${last}`);
  const months = { parent: ownerName(who), filter: 'kind = month', orderBy: '', pageSize: 500, pageToken: '' };
  const { indexes } = await ask(scoring(), 'listIndexes', months);
  const newest = indexes
    .map(({ name }) => periodIn(name))
    .sort()
    .at(-1);
  return newest === undefined ? '' : `${newest}-12m`;
}

function filterOf(call: Call, last: string): string {
  const terms = [
    ['>=', option(call, 'from')],
    ['<=', option(call, 'to')],
    ['=', last],
  ];
  const periods = terms.filter(([, value]) => value !== '').map(([sign, value]) => `period ${sign} "${value}"`);
  const kind = option(call, 'kind');
  return [...periods, ...(kind === '' ? [] : [`kind = ${kind}`])].join(' AND ');
}

function linesOf(indexes: readonly Index[]): string[] {
  const head = ['who', 'period', 'index', '+-', 'lived', 'cases', 'coverage', 'state'];
  const rows = indexes.map((index) => [
    titled(whoIn(index.name), index.title),
    periodIn(index.name),
    index.indexE4 === undefined ? index.notMeasuredReason : points(index.indexE4),
    spread(index),
    points(index.livedIndexE4),
    casesOf(index),
    share(index.coverageBp),
    stateWord(index),
  ]);
  return table([head, ...rows], ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left']);
}
