import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { findPrecedents } from '../contests/precedents.js';
import { Exactly } from './exactly.js';

/** Exports how contests are ruled. Without a ruling there is neither a share nor an age. */
export class RulingMetrics {
  readonly #upheld: Exactly<object>;
  readonly #age: Exactly<object>;

  constructor({ contestsUpheld, contestRulingAge }: Pick<Metrics, 'contestsUpheld' | 'contestRulingAge'>) {
    this.#upheld = new Exactly(contestsUpheld);
    this.#age = new Exactly(contestRulingAge);
  }

  async refresh(database: Pick<Database, 'query'>): Promise<void> {
    const { rulings, upheld, medianAgeSeconds } = await findPrecedents(database, { below: 0, limit: 0 });
    const shown = (value: number) => (rulings === 0 ? [] : [{ labels: {}, value }]);
    this.#upheld.show(shown(upheld / rulings));
    this.#age.show(shown(medianAgeSeconds));
  }
}
