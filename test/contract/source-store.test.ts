import { addToMemoryOutbox, MemorySource, MemorySourceStore } from '#libs/batches/memory-source-store.js';
import { PostgresSourceStore } from '#libs/batches/postgres-source-store.js';
import { SHARD, setBenchUp, source } from './batches/bench.js';
import { sourceStoreSuite } from './source-store.suite.js';

setBenchUp();

sourceStoreSuite('PostgreSQL', () => ({
  store: new PostgresSourceStore(source),
  addToOutbox: (tx, content) =>
    tx.execute("insert into outbox (carries, shard, content) values ('observations', 1, $1)", [content]),
  restart: () => source.execute("update own_shard set life = life - interval '1 hour'"),
}));

sourceStoreSuite('memory', () => {
  const database = new MemorySource([SHARD], undefined, () => Date.parse('2026-03-01T00:00:00Z'));
  return {
    store: new MemorySourceStore(database),
    addToOutbox: async (tx, content) => addToMemoryOutbox(tx, SHARD, content),
    restart: async () => database.restart(),
  };
});
