import type { Metrics } from '#libs/metrics/metrics.js';
import type { Database } from '#libs/postgres/database.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';

const CONNECTIONS_MS = 5_000;
/** PostgreSQL looks at every file of the database for it. */
const SIZE_MS = 60_000;

/** Exports how much the process uses its database: connections, and how large it is. */
export async function watchDatabase(
  lifecycle: Lifecycle,
  database: Database,
  { databaseConnections, databaseSize }: Pick<Metrics, 'databaseConnections' | 'databaseSize'>,
): Promise<void> {
  const connections = async () => {
    const { used, idle, waiting } = database.connections();
    databaseConnections.set({ state: 'used' }, used);
    databaseConnections.set({ state: 'idle' }, idle);
    databaseConnections.set({ state: 'waiting' }, waiting);
  };
  const size = async () => {
    const [row] = await database.query<{ bytes: bigint }>('select pg_database_size(current_database()) as bytes');
    if (row !== undefined) databaseSize.set({}, Number(row.bytes));
  };
  const onError = (error: unknown) => lifecycle.log.debug({ error }, 'the size of the database is not known');
  await lifecycle.add(
    'database gauges',
    () => [every(CONNECTIONS_MS, connections, { onError }), every(SIZE_MS, size, { onError })],
    (loops) => Promise.all(loops.map((loop) => loop.stop())).then(() => undefined),
  );
}
