import { randomUUID } from 'node:crypto';
import type { ObservationChange } from '#libs/batches/format/outgoing.js';
import type { FeedProgress } from '#libs/batches/format/sealed-batch.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { addToOutbox } from '#libs/batches/source/outbox.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Relay } from '#libs/batches/source/publish.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { batchService } from '#libs/batches/source/serve.js';
import type { Cell } from '#libs/domain/observation.js';
import type { OwnDepartment } from '#libs/domain/source.js';
import { startServer } from '#libs/grpc/server.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { Database } from '#libs/postgres/database.js';
import { namedCallers, ownCallers } from '#test/doubles/named-callers.js';
import { migratedDatabase } from '#test/stack/database.js';

export const INSTALLATION = randomUUID();

/** So many hits and misses of one cell; what is not stated is accountable and reported. */
export type Judged = Pick<Cell, 'metric' | 'unit' | 'day'> &
  Partial<Cell> & { readonly hits: number; readonly misses: number };

/** A department of the company's own as far as scoring sees it: a database, a sealer and a port. Its verdicts are made by hand. */
export async function startOwnSource(source: OwnDepartment) {
  const fresh = await migratedDatabase(`own_${source}`, [SOURCE_MIGRATIONS]);
  const database = new Database({ url: fresh.url, name: source });
  const store = new PostgresSourceStore(database);
  let feeds: readonly FeedProgress[] = [];
  const sealer = new Sealer({
    ...{ store, installation: INSTALLATION, source, countWaiting: async () => [] },
    readFeeds: async () => feeds,
  });
  const server = await startServer({
    ...{ host: '127.0.0.1', port: 0, services: [batchService(store)] },
    ...namedCallers(ownCallers()),
    onBug: (error) => {
      throw error;
    },
  });
  return {
    address: `127.0.0.1:${server.port}`,
    /** Judges and seals. */
    judged: async (...cells: readonly Judged[]) => {
      const observations = cells.flatMap(changesOf);
      await database.transaction((tx) => addToOutbox(tx, { carries: 'observations', shard: 1, observations }));
      await sealer.pass('observations', 1);
    },
    /** A feed declares how far it has reported. */
    declared: async (completeThrough: number) => {
      feeds = [{ feed: 'prices', completeThrough, origin: 'REPORTED' }];
      await sealer.pass('observations', 1);
    },
    publish: (kafka: KafkaClient) => new Relay(store, kafka, [{ source, carries: 'observations', shard: 1 }]).pass(),
    stop: async () => {
      await server.drain(100);
      await database.close();
      await fresh.drop();
    },
  };
}

function changesOf({ hits, misses, ...given }: Judged): ObservationChange[] {
  const cell: Cell = {
    ...({ definition: 1, class: 'ACCOUNTABLE', reason: '', responsible: '', origin: 'REPORTED' } as const),
    ...given,
  };
  const made = (hit: boolean): ObservationChange => {
    const ref = Buffer.from(randomUUID().replaceAll('-', ''), 'hex');
    return { cell, ref, kind: 'record', hits: hit ? 1 : 0, misses: hit ? 0 : 1 };
  };
  return [...Array.from({ length: hits }, () => made(true)), ...Array.from({ length: misses }, () => made(false))];
}
