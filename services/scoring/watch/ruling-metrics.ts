import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { findPrecedents, type UpheldOfMetric, upheldByMetric } from '../contests/precedents.js';
import { Exactly } from './exactly.js';

/** Exports how contests are ruled. Without a ruling there is neither a share nor an age. */
export class RulingMetrics {
  readonly #upheld: Exactly<Pick<UpheldOfMetric, 'metric'>>;
  readonly #age: Exactly<object>;

  constructor({ contestsUpheld, contestRulingAge }: Pick<Metrics, 'contestsUpheld' | 'contestRulingAge'>) {
    this.#upheld = new Exactly(contestsUpheld);
    this.#age = new Exactly(contestRulingAge);
  }

  async refresh(database: Pick<Database, 'query'>): Promise<void> {
    const byMetric = await upheldByMetric(database);
    this.#upheld.show(byMetric.map(({ metric, rulings, upheld }) => ({ labels: { metric }, value: upheld / rulings })));
    const { rulings, medianAgeSeconds } = await findPrecedents(database, { below: 0, limit: 0 });
    this.#age.show(rulings === 0 ? [] : [{ labels: {}, value: medianAgeSeconds }]);
  }
}
