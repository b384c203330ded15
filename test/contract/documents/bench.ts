import { randomUUID } from 'node:crypto';
import { afterEach } from 'vitest';
import { DOCUMENT_SHARD } from '#libs/batches/format/topics.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { batchService } from '#libs/batches/source/serve.js';
import { grpcBatchSource } from '#libs/batches/transport/batch-source.js';
import { createRepairCheck } from '#libs/batches/transport/periodic-repair.js';
import { Repair } from '#libs/batches/transport/repair.js';
import { postgresDocuments, readDocuments, readDocumentsHead } from '#libs/cases/documents/store-documents.js';
import { takeDocuments } from '#libs/cases/documents/take-documents.js';
import { changeRules } from '#libs/cases/rules/rules-in-force.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { Database } from '#libs/postgres/database.js';
import { type MigrationSet, migrate } from '#libs/postgres/migrate.js';
import { named, namedCallers, ownCallers } from '#test/doubles/named-callers.js';
import { migratedDatabase } from '#test/stack/database.js';
import { publishDirectly } from './publish-directly.js';

const INSTALLATION = randomUUID();
const NOW = Date.parse('2026-11-28T12:00:00Z');

const company = (name: string) =>
  `valid_from: 2027-01-01\nname: ${name}\nzone: Europe/Berlin\ncurrency: EUR\nfirst_day_of_week: monday\n`;

/** What a test opened. */
export const ends: (() => Promise<unknown>)[] = [];

/** Closes after each test what it opened, in reverse order. Call it once in a test file. */
export function closeAfterEach(): void {
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
}

/** A database with migrations; of its own, or one that exists. */
export async function opened(name: string, sets: readonly MigrationSet[], url?: string): Promise<Database> {
  const fresh = url === undefined ? await migratedDatabase(name, sets) : { url, drop: async () => {} };
  const database = new Database({ url: fresh.url, name });
  if (url !== undefined) await migrate(database, sets);
  ends.push(fresh.drop, () => database.close());
  return database;
}

/** Scoring as far as it publishes documents: seals and serves them. */
export async function scoringOn(database: Database) {
  const store = new PostgresSourceStore(database);
  const none = async () => [];
  const sealer = new Sealer({
    ...{ store, installation: INSTALLATION, source: DOCUMENT_SHARD.source, readFeeds: none, countWaiting: none },
    idleMs: 3_600_000,
  });
  const server: RunningServer = await startServer({
    ...{ host: '127.0.0.1', port: 0, services: [batchService(store)], ...namedCallers(ownCallers()) },
    onBug: (error) => {
      throw error;
    },
  });
  ends.push(() => server.drain(500));
  const publish = async (name: string, expectedLatestVersion: number) => {
    const publication = { kind: 'company' as const, text: company(name), expectedLatestVersion };
    return publishDirectly({ database, factKinds: {} }, { ...publication, allowAfterFirstDay: false }, NOW);
  };
  const seal = () => sealer.pass('documents', 1);
  return { database, store, server, publish, seal, address: `127.0.0.1:${server.port}` };
}

/** A department as far as it takes documents. */
export async function departmentOn(database: Database, source = 'delivery') {
  const changes: number[] = [];
  const receiver = new Receiver({
    store: new PostgresReceiverStore(database),
    installation: INSTALLATION,
    effects: takeDocuments({
      store: postgresDocuments,
      onChange: changeRules,
      onChanged: async (tx) => void changes.push((await readDocumentsHead(tx)).position),
      onTaken: () => {},
    }),
  });
  const subscription = await receiver.subscription(DOCUMENT_SHARD);
  const fetchFrom = async (address: string) => {
    const repair = new Repair(receiver, grpcBatchSource(address, named(source)));
    await createRepairCheck({ repair, subscriptions: [subscription], hasKafka: false, onMissing: () => {} })(
      new AbortController().signal,
    );
    repair.close();
  };
  const names = async () => (await readDocuments(database)).map(({ text }) => /^name: (.*)$/m.exec(text)?.[1]);
  const head = () => readDocumentsHead(database);
  return { receiver, subscription, fetchFrom, names, head, changes, all: () => readDocuments(database) };
}
