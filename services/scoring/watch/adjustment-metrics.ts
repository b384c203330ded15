import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { waitingAdjustments } from '../adjustments/store.js';
import { Exactly } from './exactly.js';

/** Exports how many adjustments wait and since when. While none waits there is no instant. */
export class AdjustmentMetrics {
  readonly #oldest: Exactly<object>;

  constructor(private readonly metrics: Pick<Metrics, 'adjustmentsWaiting' | 'adjustmentOldest'>) {
    this.#oldest = new Exactly(metrics.adjustmentOldest);
  }

  async refresh(database: Pick<Database, 'query'>): Promise<void> {
    const { adjustments, oldest } = await waitingAdjustments(database);
    this.metrics.adjustmentsWaiting.set({}, adjustments);
    this.#oldest.show(oldest === undefined ? [] : [{ labels: {}, value: oldest / 1_000 }]);
  }
}
