import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { MemorySource } from '#test/doubles/memory-source.js';
import { addToMemoryOutbox, MemorySourceStore } from '#test/doubles/memory-source-store.js';
import { SHARD, setBenchUp, source } from './batches/bench.js';
import { sourceStoreSuite } from './source-store.suite.js';

setBenchUp();

sourceStoreSuite('PostgreSQL', () => ({
  store: new PostgresSourceStore(source),
  addToOutbox: (tx, content) =>
    tx.execute("insert into outbox (carries, shard, content) values ('observations', 1, $1)", [content]),
  restart: () => source.execute("update own_shard set server_started_at = server_started_at - interval '1 hour'"),
  pass: (ms) => source.execute("update acknowledged_by_all set noted_at = noted_at - $1 * interval '1 ms'", [ms]),
}));

sourceStoreSuite('memory', () => {
  let now = Date.parse('2026-03-01T00:00:00Z');
  const database = new MemorySource(undefined, () => now);
  return {
    store: new MemorySourceStore(database),
    addToOutbox: async (tx, content) => addToMemoryOutbox(tx, SHARD, content),
    restart: async () => database.restart(),
    pass: async (ms) => {
      now += ms;
    },
  };
});
