import { isBuiltIn } from '#libs/domain/source.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { KnownSources } from '../answers/known-sources.js';
import { ruleOverdue } from '../contests/rule-overdue.js';
import { ContestsThatWait } from '../contests/waiting-contests.js';
import { contestService } from '../grpc/contests/contests-service.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { ContestMetrics } from '../watch/contest-metrics.js';

const LOOK_MS = 10_000;
/** Deadlines end with a day. */
const OVERDUE_MS = 30_000;

export interface ContestOptions {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly known: KnownSources;
  readonly rulesets: Rulesets;
  /** Called after a ruling was stored: it is sealed soon. */
  readonly onRuled: () => void;
}

/** Takes what departments contest and what reviewers rule, and exports what waits for them. */
export async function takeContests(
  lifecycle: Lifecycle,
  { database, metrics, known, rulesets, onRuled }: ContestOptions,
): Promise<ServedService> {
  const gauges = new ContestMetrics(metrics);
  const waiting = new ContestsThatWait(database);
  const look = async () => {
    const departments = known.departments;
    for (const one of departments) if (!isBuiltIn(one)) metrics.declare(one);
    gauges.show(await waiting.look(systemClock.now()), departments);
  };
  const upholdOverdue = async () => {
    const contests = await ruleOverdue(database, rulesets, systemClock.now());
    if (contests.length === 0) return;
    lifecycle.log.warn({ contests }, 'contests were not decided in time and count as upheld');
    onRuled();
  };
  await lifecycle.add(
    'waiting contests',
    () => every(LOOK_MS, look, { onError: (error) => lifecycle.log.warn({ error }, 'reading the contests failed') }),
    (it) => it.stop(),
  );
  await lifecycle.add(
    'overdue contests',
    () =>
      every(OVERDUE_MS, upholdOverdue, {
        onError: (error) => lifecycle.log.warn({ error }, 'ruling on overdue contests failed'),
      }),
    (it) => it.stop(),
  );
  return contestService({ database, rulesets, clock: systemClock, departments: () => known.all, onRuled });
}
