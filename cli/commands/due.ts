import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { DueOutlook, ListDueResponse } from '#libs/contracts/cx/facts/v1/facts.js';
import { isSource, type Source } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { askDepartments } from '../ask-departments.js';
import { type Call, type Command, numberOption, option, UsageError } from '../command.js';
import { factsOf, knownSources } from '../connect.js';
import { caseTable, type DueOf, sumsOf, totalTable } from '../due-words.js';
import { grouped } from '../format.js';

/** `cx due 24h`: what is about to break, the most costly first, while it can be prevented. */
export const due: Command = {
  parameters: '[SPAN]',
  description: 'Lists open questions that become misses unless something happens, the most costly first.',
  example: 'cx due 24h --department delivery',
  options: {
    department: { type: 'string', description: 'only this one; default: every department that you may read' },
    metric: { type: 'string', description: 'only this metric' },
    past: {
      type: 'boolean',
      description: 'those that are past saving and not judged yet, instead of those that can be saved',
    },
    limit: { type: 'string', description: 'cases of each department; default: 20' },
    page: { type: 'string', description: 'page token of the answer before; needs --department' },
  },
  run: async (call) => {
    const span = call.args[0] ?? '24h';
    const seconds = secondsOf(span);
    const { all, code } = await askEach(call, departmentsOf(call), seconds);
    if (call.json) {
      const answers = all.map(({ department, answer }) => [department, ListDueResponse.toJSON(answer)]);
      call.print(JSON.stringify(Object.fromEntries(answers), undefined, 2));
    } else for (const line of linesOf(call, all, span)) call.print(line);
    return code;
  },
};

const SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400 };
const MOST_SECONDS = 366 * 86_400;

/** "24h" -> 86,400 */
export function secondsOf(span: string): number {
  const [, count = '', unit = ''] = /^(\d{1,6})([mhd])$/.exec(span) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? Number.NaN);
  if (seconds >= 1 && seconds <= MOST_SECONDS) return seconds;
  throw new UsageError(`${span} is not a span: 30m, 24h or 7d, at most 366d.`);
}

function departmentsOf(call: Call): readonly Source[] {
  const [named, metric] = [option(call, 'department'), option(call, 'metric')];
  if (named !== '' && !isSource(named)) throw new UsageError(`There is no department ${named}.`);
  if (option(call, 'page') !== '' && named === '') throw new UsageError('--page goes on in one --department.');
  if (isSource(named)) return [named];
  const [builtIn] = CATALOGUE.named(metric);
  return builtIn === undefined ? knownSources() : [builtIn.source];
}

/** Of several departments those are left out that the caller may not read or that are not asked the metric. */
async function askEach(call: Call, departments: readonly Source[], seconds: number) {
  const request = {
    within: { seconds: BigInt(seconds), nanos: 0 },
    metric: option(call, 'metric'),
    outlook: call.options['past'] === true ? DueOutlook.DUE_OUTLOOK_PAST_SAVING : DueOutlook.DUE_OUTLOOK_SAVABLE,
    pageSize: numberOption(call, 'limit', 20),
    pageToken: option(call, 'page'),
  };
  const { answers, code } = await askDepartments(call, departments, {
    ask: (department) => ask(factsOf(department), 'listDue', request),
    skipped: ['CALLER_NOT_ALLOWED', 'METRIC_UNKNOWN'],
  });
  return { all: [...answers].map(([department, answer]): DueOf => ({ department, answer })), code };
}

function linesOf(call: Call, all: readonly DueOf[], span: string): string[] {
  const { savable, pastSaving } = sumsOf(all);
  const isPast = call.options['past'] === true;
  const asked = all.map(({ department }) => department).join(', ');
  if (savable + pastSaving === 0n) return [`  Nothing is about to become a miss within ${span}: ${asked}.`];
  const more = all.filter(({ answer }) => answer.nextPageToken !== '');
  return [
    ...caseTable(all, Date.now()),
    ...more.map(({ department, answer }) => `  More: --department ${department} --page ${answer.nextPageToken}`),
    '',
    ...totalTable(all),
    '',
    `  ${grouped(savable)} fall due within ${span} and can be saved; ${grouped(pastSaving)} are past saving and not judged yet.`,
    ...pricing(all),
    `  Next: ${nextStep(all, { span, isPast })}`,
  ];
}

/** By which index misses are priced, or why they are not. */
function pricing(all: readonly DueOf[]): string[] {
  const indexes = all.map(({ answer }) => answer.pricedBy).filter((index) => index !== '');
  if (indexes.length > 0) return [`  Prices are points of ${indexes.join(', ')} for one more miss.`];
  return ['  What a miss costs is not known: scoring does not answer, or measures no index yet. cx doctor says which.'];
}

function nextStep(all: readonly DueOf[], { span, isPast }: { span: string; isPast: boolean }): string {
  const { savable, pastSaving } = sumsOf(all);
  const [first] = all.flatMap(({ answer }) => answer.cases);
  if (isPast || savable === 0n)
    return pastSaving > 0n && !isPast
      ? `cx due ${span} --past lists what is past saving; cx doctor names the feeds for which it waits.`
      : 'cx doctor names the feeds for which these wait. A fact that happened in time and is reported late still counts.';
  return first === undefined
    ? `cx due ${span} --limit 100`
    : `see to it, and let its feed report it: ${first.savedBy}. All of this metric: cx due ${span} --metric ${first.metric} --limit 100`;
}
