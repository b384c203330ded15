import { ListObservationsResponse, Outcome } from '#libs/contracts/cx/facts/v1/facts.js';
import { View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { isPayPeriodName, PERIOD_FORMS, parsePeriod } from '#libs/domain/period.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { factsOf, scoring } from '../connect.js';
import { grouped } from '../format.js';
import { metricNamed } from '../metric-named.js';
import { indexName } from '../names.js';
import { caseLines } from './case-lines.js';
import { listCharged } from './charged-cases.js';

/** `cx cases METRIC PERIOD --miss`: the cases behind a number, asked where they happened; of all departments with --charged-to. */
export const cases: Command = {
  parameters: '[METRIC] PERIOD',
  description: 'Names the cases behind a count, with all that is known of each, so that it can be contested.',
  example: 'cx cases delivered_by_first_promise 2018-08 --miss --responsible warehouse --limit 2',
  options: {
    hit: { type: 'boolean', description: 'only hits' },
    miss: { type: 'boolean', description: 'only misses' },
    'stands-still': { type: 'boolean', description: 'only cases that wait for the customer and are not due' },
    definition: { type: 'string', description: 'only this definition of the metric, all by default' },
    unit: { type: 'string', description: 'only this unit or what lies below it, area/sp' },
    responsible: { type: 'string', description: 'only what this party answers for' },
    'charged-to': {
      type: 'string',
      description: 'what other departments charge this one with; METRIC may be left out',
    },
    'judged-by': { type: 'string', description: 'with --charged-to: only what this department judged' },
    limit: { type: 'string', description: 'cases; default: 10' },
    page: { type: 'string', description: 'page token of the answer before' },
  },
  run: async (call) => {
    const chargedTo = option(call, 'charged-to');
    const named = call.args.length === 2 ? await metricNamed(argument(call, 0)) : undefined;
    if (chargedTo !== '') {
      const { firstDay, lastDay } = await periodNamed(call.args.at(-1) ?? '');
      return listCharged(call, { party: chargedTo, firstDay, lastDay, metric: named });
    }
    if (named === undefined)
      throw new UsageError('cx cases takes METRIC PERIOD; --charged-to DEPARTMENT needs no METRIC');
    const metric = named;
    const period = await periodNamed(argument(call, 1));
    const answer = await ask(factsOf(metric.source), 'listObservations', {
      metric: metric.id,
      definition: numberOption(call, 'definition', 0),
      firstDay: period.firstDay,
      lastDay: period.lastDay,
      unit: option(call, 'unit'),
      outcome: outcomeOf(call),
      responsible: option(call, 'responsible'),
      pageSize: numberOption(call, 'limit', 10),
      pageToken: option(call, 'page'),
    });
    if (call.json) call.print(JSON.stringify(ListObservationsResponse.toJSON(answer), undefined, 2));
    else for (const line of linesOf(answer)) call.print(line);
    return 0;
  },
};

/** Which days a pay period has, only the rulesets know: scoring is asked. */
async function periodNamed(name: string): Promise<{ readonly firstDay: string; readonly lastDay: string }> {
  const period = parsePeriod(name);
  if (period !== undefined) return period;
  if (!isPayPeriodName(name)) throw new UsageError(`${name} is not a period: ${PERIOD_FORMS}`);
  return ask(scoring(), 'getIndex', { name: indexName('delivery', name), view: View.VIEW_BASIC, atLeast: '' });
}

function outcomeOf(call: Call): Outcome {
  if (call.options['stands-still'] === true) return Outcome.OUTCOME_STANDS_STILL;
  if (call.options['hit'] === call.options['miss']) return Outcome.OUTCOME_UNSPECIFIED;
  return call.options['hit'] === true ? Outcome.OUTCOME_HIT : Outcome.OUTCOME_MISS;
}

function linesOf({ observations, total, nextPageToken }: ListObservationsResponse): string[] {
  return [
    ...observations.flatMap(caseLines),
    `  ${grouped(observations.length)} of ${grouped(total)}${nextPageToken === '' ? '' : `   (next: --page ${nextPageToken})`}`,
  ];
}
