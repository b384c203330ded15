import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { FrozenAs, FrozenResults } from '../answers/frozen-results.js';
import { viewAtCut } from '../counts/cut.js';
import { findCut } from './store.js';

const sql = sqlFolder(import.meta.url, './sql/');

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
