import { scoring } from '#cli/connect.js';
import { points, table } from '#cli/format.js';
import { indexName } from '#cli/names.js';
import { BUILT_IN_DEPARTMENTS } from '#libs/domain/observation.js';
import { periodOn, previousPeriod } from '#libs/domain/period.js';
import type { Day } from '#libs/domain/time.js';
import { call } from '#libs/grpc/client.js';

const WEEKS = 4;

/** The indexes of the simulated retailer in the last full weeks before a day. It uses the public API only. */
export async function liveReport(today: Day): Promise<string[]> {
  const weeks = lastWeeks(today);
  const names = BUILT_IN_DEPARTMENTS.flatMap((department) => weeks.map((week) => indexName(department, week)));
  const { indexes } = await call(scoring(), 'batchGetIndexes', { names, view: 0 });
  const byName = new Map(indexes.map((index) => [index.name, index]));
  const rows = BUILT_IN_DEPARTMENTS.map((department) => [
    `${department} (g)`,
    ...weeks.map((week) => points(byName.get(indexName(department, week))?.indexE4)),
  ]);
  return [
    '',
    'Customer-experience index, 0-100, 80 = on target             week of the promise (or of the step that was due)',
    ...table([['', ...weeks], ...rows], ['left', ...weeks.map(() => 'right' as const)]),
    '  (g) generated, never payable.',
  ];
}

function lastWeeks(today: Day): string[] {
  const weeks: string[] = [];
  let week = previousPeriod(periodOn('week', today));
  for (let left = WEEKS; left > 0; left--) {
    weeks.unshift(week.name);
    week = previousPeriod(week);
  }
  return weeks;
}
