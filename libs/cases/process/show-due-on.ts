import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { countAtRisk } from '../due/count-at-risk.js';
import { dueGroups } from '../due/due-groups.js';
import type { DepartmentContext } from './context.js';

/** The pause between two counts. A count of 100,000 open questions took 0.3 s of a busy core, before the table was ever vacuumed. */
const SHOW_MS = 15_000;
const DAY_MS = 86_400_000;

/** Counts again and again what is about to break, for Prometheus. A scrape reads the last counts. */
export async function showDueOn(lifecycle: Lifecycle, context: DepartmentContext): Promise<void> {
  let shown: ReadonlySet<string> = new Set();
  const show = async () => {
    shown = await showDue(context, shown);
  };
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'counting what falls due failed; it is retried');
  await lifecycle.add(
    'counts of what falls due',
    () => every(SHOW_MS, show, { onError }),
    (it) => it.stop(),
  );
}

/**
 * Sets the gauges of every metric that the department is asked.
 *
 * @param before  the metrics that were shown before: those that are not asked any more lose their series
 * @returns the metrics that are shown now
 */
export async function showDue(
  { database, department, clock, metrics }: Pick<DepartmentContext, 'database' | 'department' | 'clock' | 'metrics'>,
  before: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const { definitions } = await department.rules(database);
  const groups = dueGroups(definitions, undefined);
  const counts = await countAtRisk(database, groups, { now: clock.now(), withinMs: DAY_MS });
  const now = new Set(groups.map(({ metric }) => metric.id));
  for (const metric of new Set([...before, ...now])) {
    for (const account of ['accountable', 'lived'] as const) {
      const own = counts.filter((_, place) => {
        const group = groups[place];
        return group?.metric.id === metric && (account === 'lived' || group.asKnown === 'MISS');
      });
      const sum = (of: 'savable' | 'pastSaving') => Number(own.reduce((all, count) => all + count[of], 0n));
      if (!now.has(metric)) {
        metrics.casesDueSoon.forget({ metric, account });
        metrics.casesPastSaving.forget({ metric, account });
      } else {
        metrics.casesDueSoon.set({ metric, account }, sum('savable'));
        metrics.casesPastSaving.set({ metric, account }, sum('pastSaving'));
      }
    }
  }
  return now;
}
