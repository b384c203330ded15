import type { Source } from '#libs/domain/source.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { SealRestated } from '../adjustments/post-adjustment.js';
import { adjustmentService } from '../grpc/adjustments/adjustment-service.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { AdjustmentMetrics } from '../watch/adjustment-metrics.js';

/** People propose and approve. */
const LOOK_MS = 10_000;

export interface AdjustmentOptions {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly rulesets: Rulesets & { refresh?(): Promise<unknown> };
  readonly departments: () => readonly Source[];
  /** "cx-index 0.2.0" */
  readonly engine: string;
  readonly sealRestated: SealRestated;
}

/** Takes corrections of closed periods, and exports those that wait for people. */
export async function takeAdjustments(lifecycle: Lifecycle, options: AdjustmentOptions): Promise<ServedService> {
  const gauges = new AdjustmentMetrics(options.metrics);
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'reading the adjustments failed');
  await lifecycle.add(
    'waiting adjustments',
    () => every(LOOK_MS, () => gauges.refresh(options.database), { onError }),
    (it) => it.stop(),
  );
  return adjustmentService({ ...options, clock: systemClock });
}
