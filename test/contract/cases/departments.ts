import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { isReadable, openBatch } from '#libs/batches/format/sealed-batch.js';
import { READER_MIGRATIONS } from '#libs/batches/reader/migrations.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import { SOURCE_MIGRATIONS } from '#libs/batches/source/migrations.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { traceVerdicts } from '#libs/cases/evidence/trace.js';
import { defaultsOf } from '#libs/cases/facts/feed-defaults.js';
import { expectUpstreams, readFeeds } from '#libs/cases/facts/feeds.js';
import { NEVER } from '#libs/cases/facts/watermarks.js';
import { departmentCallers } from '#libs/cases/grpc/department-callers.js';
import type { DepartmentFacts } from '#libs/cases/grpc/department-facts.js';
import { factsService } from '#libs/cases/grpc/facts-service.js';
import { type RecordCall, recordCall } from '#libs/cases/grpc/record-call.js';
import type { Department } from '#libs/cases/judging/department.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { takeMilestones } from '#libs/cases/milestones/take-milestones.js';
import type { Source } from '#libs/domain/observation.js';
import { identifyByName } from '#libs/grpc/named-callers.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { startServer } from '#libs/grpc/server.js';
import { Database } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { testCallers } from '#test/stack/callers.js';
import { freshDatabase } from '#test/stack/database.js';
import { NO_DOCUMENTS } from './no-documents.js';

const INSTALLATION = '7b0b9f0e-6a8e-4d5e-9f0e-0123456789ab';
export const CASE_KEY = Buffer.alloc(32, 1);

export interface DepartmentParts<Fact> {
  readonly department: Department;
  readonly facts: DepartmentFacts<Fact, unknown>;
  readonly service: (record: RecordCall<Fact>) => ServedService;
  /** The departments whose milestones it takes in. */
  readonly upstreams: readonly Source[];
}

export type RunningDepartment = Awaited<ReturnType<typeof startDepartment>>;

/** A department on a port and a database of its own. Its clock stands still, and it seals and sweeps when a test asks for it. */
export async function startDepartment<Fact>(parts: DepartmentParts<Fact>, clock: { now: () => number }) {
  const { department, upstreams } = parts;
  const { source } = department;
  const fresh = await freshDatabase(`parcels_${source}`);
  const database = new Database({ url: fresh.url, name: source });
  await migrate(database, [CASE_MIGRATIONS, SOURCE_MIGRATIONS, READER_MIGRATIONS]);
  await expectUpstreams(
    database,
    upstreams.map((upstream) => ({ source: upstream, shard: 1 })),
  );
  const server = await serve(parts, database, clock);
  const judge: Parameters<typeof sweep>[0]['judge'] = (tx, refs, now) => {
    const touched = refs.map((ref) => ({ ref, cause: 'sweep' }));
    return judgeCases(tx, department, touched, now);
  };
  const receiver = new Receiver({
    store: new PostgresReceiverStore(database),
    installation: INSTALLATION,
    effects: takeMilestones({
      ...{ shards: 1, clock, onTaken: () => undefined },
      judgeCases: (tx, touched, now) => judgeCases(tx, department, touched, now),
    }),
  });
  const sealer = new Sealer({
    ...{ store: new PostgresSourceStore(database), installation: INSTALLATION, source, countWaiting: async () => [] },
    readFeeds: async (tx) =>
      (await readFeeds(tx)).map(({ completeThrough, ...feed }) => ({
        ...feed,
        completeThrough: completeThrough === NEVER ? undefined : completeThrough,
      })),
  });
  return {
    ...{ source, database, upstreams },
    address: `127.0.0.1:${server.port}`,
    /** Seals its milestones, and returns all batches of them. */
    publish: async (): Promise<RawBatch[]> => {
      await sealer.pass('milestones', 1);
      const rows = await database.query<{ bytes: Buffer }>(
        "select bytes from batch where carries = 'milestones' order by epoch, number",
      );
      return rows.flatMap(({ bytes }) => {
        const batch = openBatch(bytes);
        return isReadable(batch) ? [{ epoch: batch.epoch, number: batch.number, bytes, fromSource: true }] : [];
      });
    },
    /** Seals its observations, and adds up what all sealed batches say of a metric. */
    counted: async (metric: string) => {
      await sealer.pass('observations', 1);
      const rows = await database.query<{ bytes: Buffer }>("select bytes from batch where carries = 'observations'");
      const cells = rows.flatMap(({ bytes }) => {
        const batch = openBatch(bytes);
        return isReadable(batch) ? [...batch.cells].filter(({ cell }) => cell.metric === metric) : [];
      });
      return {
        hits: cells.reduce((sum, { hits, retractedHits }) => sum + hits - retractedHits, 0),
        misses: cells.reduce((sum, { misses, retractedMisses }) => sum + misses - retractedMisses, 0),
      };
    },
    take: async (upstream: Source, batches: readonly RawBatch[]) =>
      receiver.take(await receiver.subscription({ source: upstream, carries: 'milestones', shard: 1 }), batches),
    sweep: () => sweep({ ...department, transaction: (work) => database.transaction(work), judge }, clock.now()),
    stop: async () => {
      await server.drain(1_000);
      await database.close();
      await fresh.drop();
    },
  };
}

/** Lets milestones travel until every department knows what the others have published, and judges what is due. */
export async function settle(departments: readonly RunningDepartment[]): Promise<void> {
  for (let round = 0; round < departments.length; round += 1) {
    for (const from of departments) {
      const batches = await from.publish();
      for (const to of departments) if (to.upstreams.includes(from.source)) await to.take(from.source, batches);
    }
    for (const one of departments) await one.sweep();
  }
}

function serve<Fact>(
  { department, facts, service }: DepartmentParts<Fact>,
  database: Database,
  clock: { now: () => number },
) {
  const { source, metrics } = department;
  const record = recordCall<Fact>({
    ...{ source, clock, check: facts.check(CASE_KEY) },
    defaultsOf: (feed) => defaultsOf(database, feed),
    record: (feed, items, now) => database.transaction((tx) => recordFacts(tx, department, feed, items, now)),
  });
  const others = factsService({
    ...{ rules: department.rules, trace: traceVerdicts(database, department.judge, department.rules) },
    ...{ source, metrics, database, clock, describe: facts.describe, onDeclared: () => undefined },
    transport: async () => ({
      ...{ unsealed: 0n, upstream: [], upstreamMissing: 0n, upstreamQuarantined: 0n, transportFaults: [] },
      documents: NO_DOCUMENTS,
    }),
    findSealed: async () => ({ sealed: false, batches: [] }),
  });
  return startServer({
    ...{ host: '127.0.0.1', port: 0, services: [service(record), others] },
    identify: identifyByName(departmentCallers(source, testCallers(), () => undefined, clock.now)),
    onBug: (error) => {
      throw error;
    },
  });
}
