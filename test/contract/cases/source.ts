import { isReadable, openBatch } from '#libs/batches/format/sealed-batch.js';
import { batchOf } from '#libs/batches/source/find-receipt.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { FeedsInForce } from '#libs/cases/documents/feeds-in-force.js';
import { traceVerdicts } from '#libs/cases/evidence/trace.js';
import { defaultsOf } from '#libs/cases/facts/feed-defaults.js';
import { departmentCallers } from '#libs/cases/grpc/department-callers.js';
import type { DepartmentFacts } from '#libs/cases/grpc/department-facts.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import { type RecordCall, recordCall } from '#libs/cases/grpc/record-call.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import type { Source } from '#libs/domain/observation.js';
import { client } from '#libs/grpc/client.js';
import { identifyByName, ownCallers } from '#libs/grpc/named-callers.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { startServer } from '#libs/grpc/server.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { freshDatabase } from '#test/stack/database.js';
import { NO_DOCUMENTS } from './no-documents.js';

/** The key of the installation: the same order has the same ref in every department. */
export const CASE_KEY = Buffer.alloc(32, 1);

/** The clock of the service stands still. */
export const NOW = Date.parse('2018-06-01T12:00:00Z');
const clock = { now: () => NOW };
export const FOURTEEN_DAYS_MS = 14 * 86_400_000;

/** What a department brings along. */
export interface SourceSpec<Fact> {
  readonly department: Department;
  readonly facts: Pick<DepartmentFacts<Fact, unknown>, 'check' | 'describe'>;
  readonly service: (record: RecordCall<Fact>) => ServedService;
}

/** The services of a department on a port and a database of their own. Nothing is sealed or swept unless a test asks for it. */
export async function startSource<Fact>(spec: SourceSpec<Fact>) {
  const feeds = new FeedsInForce(spec.department.source);
  const department = { ...spec.department, feedRulesAt: feeds.at };
  const fresh = await freshDatabase(department.source);
  const database = new Database({ url: fresh.url, name: 'test' });
  await migrate(database, [CASE_MIGRATIONS, SOURCE_MIGRATIONS]);
  const server = await serve(database, { ...spec, department });
  const clients: { close(): void }[] = [];

  // biome-ignore lint/suspicious/noExplicitAny: any generated client will do.
  function as<C extends { close(): void }>(Constructor: new (...args: any[]) => C, caller: string): C {
    const made = client(Constructor as never, `127.0.0.1:${server.port}`, caller) as unknown as C;
    clients.push(made);
    return made;
  }
  const judge = (tx: Transaction, refs: readonly Buffer[], now: number) => {
    const touched = refs.map((ref) => ({ ref, cause: 'sweep' }));
    return judgeCases(tx, department, touched, now);
  };
  return {
    as,
    database,
    /** What all sealed batches say of a metric together. */
    counted: async (metric: string) => {
      const rows = await database.query<{ bytes: Buffer }>("select bytes from batch where carries = 'observations'");
      const cells = rows.flatMap(({ bytes }) => {
        const batch = openBatch(bytes);
        if (!isReadable(batch)) throw new Error('a sealed batch cannot be read');
        return [...batch.cells].filter(({ cell }) => cell.metric === metric);
      });
      return {
        hits: cells.reduce((sum, { hits, retractedHits }) => sum + hits - retractedHits, 0),
        misses: cells.reduce((sum, { misses, retractedMisses }) => sum + misses - retractedMisses, 0),
      };
    },
    feeds,
    seal: () => sealerOf(database, department.source).pass('observations', 1),
    sweep: () => sweep({ ...department, transaction: (work) => database.transaction(work), judge }, NOW),
    stop: async () => {
      for (const one of clients) one.close();
      await server.drain(1_000);
      await database.close();
      await fresh.drop();
    },
  };
}

function sealerOf(database: Database, source: Source): Sealer<Transaction> {
  return new Sealer({
    store: new PostgresSourceStore(database),
    installation: '7b0b9f0e-6a8e-4d5e-9f0e-0123456789ab',
    source,
    readFeeds: async () => [],
    countWaiting: async () => [],
  });
}

function serve<Fact>(database: Database, { department, facts, service }: SourceSpec<Fact>) {
  const { source, metrics, feedRulesAt = () => undefined } = department;
  const record = recordCall({
    source,
    clock,
    check: facts.check(CASE_KEY),
    defaultsOf: (feed) => defaultsOf(database, feed),
    feedRulesAt,
    record: (feed, items, now) => database.transaction((tx) => recordFacts(tx, department, feed, items, now)),
  });
  const shared = factsService({
    ...{ rules: department.rules, trace: traceVerdicts(database, department.judge, department.rules) },
    ...{ source, metrics, database, clock, feedRulesAt, describe: facts.describe, onDeclared: () => {} },
    transport: async () => ({
      unsealed: 0n,
      upstream: [],
      upstreamMissing: 0n,
      upstreamQuarantined: 0n,
      transportFaults: [],
      documents: NO_DOCUMENTS,
    }),
    findSealed: async ({ positions }) => {
      const [position] = positions;
      const batch = position && (await batchOf(database, { carries: 'observations', ...position }));
      return {
        sealed: positions.length === 0 || batch !== undefined,
        batches: batch ? [`${source}/1:${batch.epoch}:${batch.number}`] : [],
      };
    },
  });
  return startServer({
    host: '127.0.0.1',
    port: 0,
    services: [service(record), shared],
    identify: identifyByName(departmentCallers(source, ownCallers(), feedRulesAt, clock.now)),
    onBug: (error) => {
      throw error;
    },
  });
}
