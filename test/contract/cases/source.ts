import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { isReadable, openBatch } from '#libs/batches/format/sealed-batch.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { CallersInForce } from '#libs/cases/documents/callers-in-force.js';
import type { ReadPrices } from '#libs/cases/due/known-prices.js';
import { countingFeeds } from '#libs/cases/facts/counting-feeds.js';
import { expectUpstreams, readFeeds } from '#libs/cases/facts/feeds.js';
import { NEVER } from '#libs/cases/facts/watermarks.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { takeMilestones } from '#libs/cases/milestones/take-milestones.js';
import type { Source } from '#libs/domain/observation.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import type { Clock } from '#libs/runtime/clock.js';
import { client } from '#test/stack/client.js';
import { migratedDatabase } from '#test/stack/database.js';
import { type CallersOf, type SourceSpec, serveSource } from './serve-source.js';

export { CASE_KEY } from './serve-source.js';

const INSTALLATION = '7b0b9f0e-6a8e-4d5e-9f0e-0123456789ab';

/** The clock of the service stands still. */
export const NOW = Date.parse('2018-06-01T12:00:00Z');
export const FOURTEEN_DAYS_MS = 14 * 86_400_000;

export interface SourceOptions {
  /** Default: it stands at `NOW`. */
  readonly clock?: Clock;
  /** The departments whose milestones it takes in; none when unset. */
  readonly upstreams?: readonly Source[];
  /** Who may call, by the documents that the department has. */
  readonly callersBy?: (documents: CallersInForce) => CallersOf;
  /** What misses cost; unset: it is not known. */
  readonly prices?: ReadPrices;
  /** How often a watch looks. */
  readonly pace?: { readonly lookMs: number; readonly heartbeatMs: number };
}

export type RunningSource = Awaited<ReturnType<typeof startSource>>;

/** The services of a department on a port and a database of their own. Nothing is sealed or swept unless a test asks for it. */
export async function startSource<Fact>(
  spec: SourceSpec<Fact>,
  { clock = { now: () => NOW }, upstreams = [], callersBy, ...due }: SourceOptions = {},
) {
  const { source } = spec.department;
  const feeds = new CallersInForce(source);
  const department = { ...spec.department, feedRulesAt: feeds.feedRulesAt };
  const fresh = await migratedDatabase(source, [CASE_MIGRATIONS, SOURCE_MIGRATIONS, READER_MIGRATIONS]);
  const database = new Database({ url: fresh.url, name: source });
  await expectUpstreams(
    database,
    upstreams.map((upstream) => ({ source: upstream, shard: 1 })),
  );
  const server = await serveSource(database, { ...spec, department }, clock, callersBy?.(feeds), due);
  const address = `127.0.0.1:${server.port}`;
  const clients: { close(): void }[] = [];

  // biome-ignore lint/suspicious/noExplicitAny: any generated client will do.
  function as<C extends { close(): void }>(Constructor: new (...args: any[]) => C, caller: string): C {
    const made = client(Constructor as never, address, caller) as unknown as C;
    clients.push(made);
    return made;
  }
  const judge = (tx: Transaction, refs: readonly Buffer[], now: number) => {
    const touched = refs.map((ref) => ({ ref, cause: 'sweep' }));
    return judgeCases(tx, department, touched, now);
  };
  const sealer = sealerOf(database, source);
  const receiver = receiverOf(database, department, clock);
  return {
    ...{ source, upstreams, address, as, database, feeds },
    seal: () => sealer.pass('observations', 1),
    /** Seals its observations, and adds up what all sealed batches say of a metric. */
    counted: async (metric: string) => {
      await sealer.pass('observations', 1);
      const batches = await sealedOf(database, 'observations');
      const cells = batches.flatMap((batch) => [...batch.cells].filter(({ cell }) => cell.metric === metric));
      return {
        hits: cells.reduce((sum, { hits, retractedHits }) => sum + hits - retractedHits, 0),
        misses: cells.reduce((sum, { misses, retractedMisses }) => sum + misses - retractedMisses, 0),
      };
    },
    /** Seals its milestones, and returns all batches of them. */
    publish: async (): Promise<RawBatch[]> => {
      await sealer.pass('milestones', 1);
      const batches = await sealedOf(database, 'milestones');
      return batches.map(({ epoch, number, bytes }) => ({ epoch, number, bytes, fromSource: true }));
    },
    take: async (upstream: Source, batches: readonly RawBatch[]) =>
      receiver.take(await receiver.subscription({ source: upstream, carries: 'milestones', shard: 1 }), batches),
    sweep: () => sweep({ ...department, transaction: (work) => database.transaction(work), judge }, clock.now()),
    stop: async () => {
      for (const one of clients) one.close();
      await server.drain(1_000);
      await database.close();
      await fresh.drop();
    },
  };
}

/** Lets milestones travel until every department knows what the others have published, and judges what is due. */
export async function settle(
  departments: readonly Pick<RunningSource, 'source' | 'upstreams' | 'publish' | 'take' | 'sweep'>[],
): Promise<void> {
  for (let round = 0; round < departments.length; round += 1) {
    for (const from of departments) {
      const batches = await from.publish();
      for (const to of departments) if (to.upstreams.includes(from.source)) await to.take(from.source, batches);
    }
    for (const one of departments) await one.sweep();
  }
}

function sealerOf(database: Database, source: Source): Sealer<Transaction> {
  return new Sealer({
    ...{ store: new PostgresSourceStore(database), installation: INSTALLATION, source, countWaiting: async () => [] },
    readFeeds: async (tx) =>
      countingFeeds(await readFeeds(tx), undefined).map(({ completeThrough, ...feed }) => ({
        ...feed,
        completeThrough: completeThrough === NEVER ? undefined : completeThrough,
      })),
  });
}

function receiverOf(database: Database, department: Department, clock: Clock) {
  return new Receiver({
    store: new PostgresReceiverStore(database),
    installation: INSTALLATION,
    effects: takeMilestones({
      ...{ shardsInUse: () => 1, clock, onTaken: () => undefined },
      judgeCases: (tx, touched, now) => judgeCases(tx, department, touched, now),
    }),
  });
}

async function sealedOf(database: Database, carries: 'observations' | 'milestones') {
  const rows = await database.query<{ bytes: Buffer }>(
    'select bytes from batch where carries = $1 order by epoch, number',
    [carries],
  );
  return rows.map(({ bytes }) => {
    const batch = openBatch(bytes);
    if (!isReadable(batch)) throw new Error('a sealed batch cannot be read');
    return batch;
  });
}
