import type { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { findingText } from '#libs/documents/finding.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import { call as ask } from '#libs/grpc/client.js';
import { type Command, numberOption, option, UsageError } from '../command.js';
import { scoring } from '../connect.js';
import { everyPage } from '../every-page.js';
import { periodIn } from '../names.js';
import { figuresOfIndex } from '../payout/inputs.js';
import { draftPlan } from '../payout/plan-file.js';
import { simulate } from '../payout/simulate.js';
import { simulationJson, simulationLines } from '../payout/simulate-words.js';

/** `cx bonus simulate --plan FILE`: what a pay plan would have paid. Exit 3 when the linter finds something in the plan. */
export const bonusSimulate: Command = {
  parameters: '',
  description: 'Says what a pay plan would have paid by department, and what the linter finds in it. Stores nothing.',
  example: 'cx bonus simulate --plan data/olist/company/pay-plan.yaml --as hr-maker',
  options: {
    plan: { type: 'string', description: 'the pay plan, a draft or a published one; beside it the other documents' },
    to: { type: 'string', description: 'last month; default: the newest that is measured' },
    last: { type: 'string', description: 'how many months; default: 12' },
  },
  run: async (call) => {
    const file = option(call, 'plan');
    if (file === '') throw new UsageError('name the pay plan: --plan data/olist/company/pay-plan.yaml');
    const { read, findings } = draftPlan(file);
    if (read !== undefined) {
      const indexes = await months();
      const periods = lastMonths(indexes, { to: option(call, 'to'), count: numberOption(call, 'last', 12) });
      const simulated = simulate(read.plan, read.targets, {
        periods,
        figures: byPeriod(indexes, await selfReported()),
      });
      if (call.json) call.print(JSON.stringify({ ...simulationJson(simulated), findings }, undefined, 2));
      else for (const line of simulationLines(read.plan, read.targets, simulated)) call.print(line);
    } else if (call.json) call.print(JSON.stringify({ findings }, undefined, 2));
    if (!call.json) for (const finding of findings) call.print(findingText(finding));
    return findings.length === 0 ? 0 : 3;
  },
};

/** Every month of every department. */
async function months(): Promise<readonly Index[]> {
  const service = scoring();
  const asked = { parent: 'departments/-', filter: 'kind = month', orderBy: '', pageSize: 500 };
  const pages = await everyPage((pageToken) => ask(service, 'listIndexes', { ...asked, pageToken }));
  return pages.flatMap(({ indexes }) => indexes);
}

/** The names of the metrics whose facts the department that owns them reports itself. */
async function selfReported(): Promise<ReadonlySet<string>> {
  const service = scoring();
  const asked = { parent: 'departments/-', pageSize: 500 };
  const pages = await everyPage((pageToken) => ask(service, 'listMetrics', { ...asked, pageToken }));
  const metrics = pages.flatMap((page) => page.metrics);
  return new Set(metrics.filter(({ reportedBy }) => reportedBy === 'SELF').map(({ name }) => name));
}

/** The last months, oldest first. A month that no department is measured in stands in the middle, never at the end. */
function lastMonths(
  indexes: readonly Index[],
  { to, count }: { readonly to: string; readonly count: number },
): readonly Period[] {
  if (to !== '' && parsePeriod(to)?.kind !== 'month') throw new UsageError(`--to takes a month, 2018-07, not ${to}`);
  const known = [...new Set(indexes.map(({ name }) => periodIn(name)))].sort();
  const measured = indexes.filter(({ indexE4 }) => indexE4 !== undefined).map(({ name }) => periodIn(name));
  const newest = to === '' ? measured.sort().at(-1) : to;
  if (newest === undefined) throw new UsageError('no month is measured yet, so there is nothing to simulate');
  return known
    .filter((name) => name <= newest)
    .slice(-count)
    .flatMap((name) => parsePeriod(name) ?? []);
}

function byPeriod(indexes: readonly Index[], selfReported: ReadonlySet<string>) {
  const figures = new Map<string, ReturnType<typeof figuresOfIndex>[]>();
  for (const index of indexes) {
    const period = periodIn(index.name);
    figures.set(period, [...(figures.get(period) ?? []), figuresOfIndex(index, selfReported)]);
  }
  return figures;
}
