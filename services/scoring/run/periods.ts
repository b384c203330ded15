import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { PeriodMetrics } from '../watch/period-metrics.js';
import { RulingMetrics } from '../watch/ruling-metrics.js';

/** Deadlines end with a day. */
const PERIODS_MS = 60_000;
/** The question reads all rulings. */
const RULINGS_MS = 600_000;

export interface WatchPeriodsOptions {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly rulesets: Rulesets;
}

/** Exports where periods stand before their close, and how contests are ruled. */
export async function watchPeriods(
  lifecycle: Lifecycle,
  { database, metrics, rulesets }: WatchPeriodsOptions,
): Promise<void> {
  const periods = new PeriodMetrics(metrics);
  const rulings = new RulingMetrics(metrics);
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'reading the periods for the gauges failed');
  await lifecycle.add(
    'gauges of periods',
    () => every(PERIODS_MS, () => periods.refresh(database, rulesets, systemClock.now()), { onError }),
    (it) => it.stop(),
  );
  await lifecycle.add(
    'gauges of rulings',
    () => every(RULINGS_MS, () => rulings.refresh(database), { onError }),
    (it) => it.stop(),
  );
}
