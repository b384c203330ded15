import { type ContextFigure, Index, type MetricScore, View } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { inWords } from '#libs/domain/enum-words.js';
import { call as ask } from '#libs/grpc/client.js';
import { argument, type Command, option } from '../command.js';
import { scoring } from '../connect.js';
import { grouped, percent, points, share, table } from '../format.js';
import { eventLines, spread, stateWord } from '../index-words.js';
import { indexName, lastOf, periodIn, whoIn } from '../names.js';
import { titled } from '../titled.js';

/** `cx index get DEPARTMENT PERIOD`: one index with its metrics and the data it stands on. */
export const indexGet: Command = {
  parameters: 'DEPARTMENT PERIOD',
  description: 'Shows one index, its metrics, and what it stands on. A unit is written delivery/area/sp.',
  example: 'cx index get delivery 2018-08',
  options: { 'at-least': { type: 'string', description: 'a receipt of a write: wait until it is counted' } },
  run: async (call) => {
    const name = indexName(argument(call, 0), argument(call, 1));
    const view = call.json ? View.VIEW_FULL : View.VIEW_BASIC;
    const index = await ask(scoring(), 'getIndex', { name, view, atLeast: option(call, 'at-least') });
    if (call.json) call.print(JSON.stringify(Index.toJSON(index), undefined, 2));
    else for (const line of linesOf(index)) call.print(line);
    return 0;
  },
};

function linesOf(index: Index): string[] {
  const value = index.indexE4 === undefined ? `not measured (${index.notMeasuredReason})` : points(index.indexE4);
  return [
    `${titled(whoIn(index.name), index.title)} ${periodIn(index.name)}   ${value}   +- ${spread(index)}   lived ${points(index.livedIndexE4)}   coverage ${share(index.coverageBp)}   ${stateWord(index)}`,
    ...table([HEAD, ...index.metrics.flatMap(rowsOf)], ['left', 'right', 'right', 'right', 'right', 'right', 'right']),
    ...index.context.map(besideOf),
    ...eventLines(index),
    `  period = ${index.datedBy}; ruleset ${index.ruleset}; ${grouped(index.data?.batches ?? 0n)} batches, cut ${hex(index.data?.cutSha256).slice(0, 12)}`,
  ];
}

const HEAD = ['', 'hits', 'cases', 'rate', 'score', 'weight', 'points'];

function rowsOf(metric: MetricScore): string[][] {
  const { hits = 0n, cases = 0n } = metric.accountable ?? {};
  const score = metric.scoreE4 === undefined ? metric.notMeasuredReason : points(metric.scoreE4);
  const own = [
    lastOf(metric.metric),
    grouped(hits),
    grouped(cases),
    percent(hits, cases),
    score,
    share(metric.effectiveWeightBp),
    points(metric.pointsE4),
  ];
  const others = metric.notAccountable.map(({ reason, responsible, counts }) => [
    `  not ours: ${inWords(reason)} (${responsible})`,
    grouped(counts?.hits ?? 0n),
    grouped(counts?.cases ?? 0n),
  ]);
  return [own, ...others];
}

/** A figure that is no part of the index: "beside it: complaint ageing 4.2 percent". */
function besideOf({ figure, unit, toE4 }: ContextFigure): string {
  return `  beside it: ${figure.replaceAll('_', ' ')} ${points(toE4)} ${unit.replaceAll('_', ' ')}`;
}

function hex(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString('hex');
}
