import type { Period } from '#libs/domain/period.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { viewAtCut } from '../counts/cut.js';
import type { CountsView } from '../counts/read.js';
import { findCut } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** How far a period is frozen. */
export interface FrozenAs {
  readonly state: 'PROVISIONAL' | 'CLOSED' | 'ADJUSTED';
  /** After a close: the version that states the period. */
  readonly version: number | undefined;
}

/** What was frozen. */
export interface FrozenResults {
  /** Of every period that has a version, by its name. */
  readonly states: () => Promise<ReadonlyMap<string, FrozenAs>>;
  /** The counts of a period at the cut of a version. */
  readonly countsOf: (period: Period, version: number) => Promise<CountsView>;
}

/** For where nothing is frozen. */
export const NOTHING_FROZEN: FrozenResults = {
  states: async () => new Map(),
  countsOf: async ({ name }) => {
    throw new Error(`${name} is not frozen`);
  },
};

/** What scoring has frozen in its database. */
export function frozenResults(database: Database): FrozenResults {
  return {
    states: async () => {
      const rows = await database.query<{ period: string; state: FrozenAs['state']; version: number | null }>(
        sql('frozen-as'),
        [],
      );
      return new Map(rows.map(({ period, state, version }) => [period, { state, version: version ?? undefined }]));
    },
    countsOf: ({ name, firstDay, lastDay }, version) =>
      database.transaction(
        async (tx) => {
          const view = await viewAtCut(tx, await findCut(tx, name, version), firstDay, lastDay);
          // What arrived since and waits is of no closed result.
          return { ...view, waiting: [] };
        },
        { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 60_000 },
      ),
  };
}
