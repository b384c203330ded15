import { isBuiltIn } from '#libs/domain/source.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { KnownSources } from '../answers/known-sources.js';
import { waitingContests } from '../contests/waiting-contests.js';
import { contestService } from '../grpc/contests/contests-service.js';
import { ContestMetrics } from '../watch/contest-metrics.js';

/** People contest and rule, and the question reads all contests that there are. */
const LOOK_MS = 10_000;

export interface ContestOptions {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly known: KnownSources;
  /** Called after a ruling was stored: it is sealed soon. */
  readonly onRuled: () => void;
}

/** Takes what departments contest and what reviewers rule, and exports what waits for them. */
export async function takeContests(
  lifecycle: Lifecycle,
  { database, metrics, known, onRuled }: ContestOptions,
): Promise<ServedService> {
  const gauges = new ContestMetrics(metrics);
  const look = async () => {
    const departments = known.departments;
    for (const one of departments) if (!isBuiltIn(one)) metrics.declare(one);
    gauges.show(await waitingContests(database), departments);
  };
  await lifecycle.add(
    'waiting contests',
    () => every(LOOK_MS, look, { onError: (error) => lifecycle.log.warn({ error }, 'reading the contests failed') }),
    (it) => it.stop(),
  );
  return contestService({ database, departments: () => known.all, onRuled });
}
