import { ListMetricsResponse, type Metric } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call as ask } from '#libs/grpc/client.js';
import type { Command } from '../command.js';
import { scoring } from '../connect.js';
import { share } from '../format.js';
import { lastOf, ownerName } from '../names.js';

/** `cx metrics [DEPARTMENT]`: what is measured, in the words of the catalogue. */
export const metrics: Command = {
  parameters: '[DEPARTMENT]',
  description: 'Describes what is measured: question, hit, population, day, who answers, anchors.',
  example: 'cx metrics delivery',
  run: async (call) => {
    const who = call.args[0];
    const parent = who === undefined ? 'departments/-' : ownerName(who);
    const answer = await ask(scoring(), 'listMetrics', { parent, pageSize: 0, pageToken: '' });
    if (call.json) call.print(JSON.stringify(ListMetricsResponse.toJSON(answer), undefined, 2));
    else call.print(answer.metrics.map(paragraph).join('\n\n'));
    return 0;
  },
};

function paragraph(metric: Metric): string {
  return [
    `${lastOf(metric.name)}   ${metric.title}   ${metric.role.toLowerCase()}, ${metric.owner}${weight(metric)}`,
    `  ${metric.question}`,
    `  hit         ${metric.hit}`,
    `  asked of    ${metric.population}`,
    `  day         ${metric.datedAndJudged}`,
    ...metric.responsibleRules.map((rule) => `  not ours    ${rule}`),
    ...(metric.counterMetric === '' ? [] : [`  watched by  ${metric.counterMetric}`]),
  ].join('\n');
}

function weight({ weightBp, floorPpm, targetPpm, worldClassPpm, ...range }: Metric): string {
  if (weightBp === 0n) return '';
  const { tooHighWorldClassPpm, tooHighTargetPpm, tooHighFloorPpm } = range;
  const falling =
    tooHighFloorPpm === undefined
      ? ''
      : `, 100 / 80 / 0 again at ${percents(tooHighWorldClassPpm, tooHighTargetPpm, tooHighFloorPpm)}`;
  const rising = percents(floorPpm, targetPpm, worldClassPpm);
  return `   weight ${share(weightBp)}, 0 / 80 / 100 points at ${rising}${falling}`;
}

function percents(...rates: readonly (bigint | undefined)[]): string {
  return rates.map((ppm) => `${Number(ppm ?? 0n) / 10_000} %`).join(' / ');
}
