import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#deploy/local/postgres.js';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { Sealer } from '#libs/batches/source/seal.js';
import { countingFeeds } from '#libs/cases/facts/counting-feeds.js';
import { declareComplete, expectUpstreams, readFeeds } from '#libs/cases/facts/feeds.js';
import { NEVER } from '#libs/cases/facts/watermarks.js';
import type { CheckFact } from '#libs/cases/grpc/record-call.js';
import type { Department } from '#libs/cases/judging/department.js';
import { KnownCases } from '#libs/cases/judging/known-cases.js';
import { judgeCases, recordFacts } from '#libs/cases/judging/record-facts.js';
import { sweep } from '#libs/cases/judging/sweep.js';
import { countWaiting } from '#libs/cases/judging/waiting.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { takeMilestones } from '#libs/cases/milestones/take-milestones.js';
import { ORDERING } from '#libs/catalogue/ordering/metrics.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { chunksOf } from '#libs/domain/chunks.js';
import type { Source } from '#libs/domain/observation.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { migrate } from '#libs/postgres/migrate.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';
import { judgeWarehouse } from '#services/warehouse/judge.js';
import { realFacts, type TimedFact } from '#test/real-orders/facts.js';
import { judgedByDefault } from '#test/rules/documents.js';
import { cpuOf } from './meter.js';
import { storedBytes, type TableBytes } from './stored-bytes.js';

const INSTALLATION = randomUUID();
const NOW = Date.parse('2019-06-01T12:00:00Z');
const MONTH_MS = 31 * 86_400_000;
const FOURTEEN_DAYS_MS = 14 * 86_400_000;
const PORTION = 1_000;

/** What a department costs for each fact and milestone that it takes in. */
export interface IntakeCost {
  readonly department: Source;
  readonly items: number;
  readonly seconds: number;
  readonly nodeUs: number;
  readonly postgresUs: number;
  readonly walBytes: number;
  readonly storedBytes: number;
  readonly observations: number;
  readonly tables: readonly TableBytes[];
}

/** Facts of the real orders into ordering, and its milestones and the warehouse's facts into warehouse: stored, judged and sealed, without gRPC and Kafka. */
export async function measureIntake(orders: number): Promise<IntakeCost[]> {
  const facts = await realFacts((_, place) => place < orders);
  const folder = mkdtempSync(join(tmpdir(), 'cx-bench-'));
  chmodSync(folder, 0o755); // as root, PostgreSQL runs as a user of its own
  const dataDir = join(folder, 'postgres');
  const server = await startPostgres({ dataDir, databases: ['ordering', 'warehouse'] });
  try {
    const postgresPid = Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    const at = { postgresPid, url: server.url };
    const ordering = await Taking.start(
      at,
      { source: 'ordering', metrics: ORDERING, judge: judgeOrdering, openedBy: 'placed' },
      [],
    );
    const first = await ordering.measured(facts, orderingFacts.check(KEY), []);
    const batches = await ordering.milestones();
    await ordering.stop();
    const warehouse = await Taking.start(at, { source: 'warehouse', metrics: WAREHOUSE, judge: judgeWarehouse }, [
      'ordering',
    ]);
    const second = await warehouse.measured(facts, warehouseFacts.check(KEY), batches);
    await warehouse.stop();
    return [first, second];
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const KEY = randomBytes(32);

interface Where {
  readonly postgresPid: number;
  readonly url: (database: string) => string;
}

/** A department without its servers. */
class Taking {
  readonly #sealer: Sealer<Transaction>;

  private constructor(
    private readonly where: Where,
    private readonly department: Department,
    private readonly database: Database,
  ) {
    this.#sealer = new Sealer({
      ...{ store: new PostgresSourceStore(database), installation: INSTALLATION, source: department.source },
      countWaiting: (tx) => countWaiting(tx, department, NOW),
      readFeeds: async (tx) =>
        countingFeeds(await readFeeds(tx), undefined).map(({ completeThrough, ...feed }) => ({
          ...feed,
          completeThrough: completeThrough === NEVER ? undefined : completeThrough,
        })),
    });
  }

  static async start(
    where: Where,
    own: Pick<Department, 'source' | 'metrics' | 'judge' | 'openedBy'>,
    upstreams: readonly Source[],
  ): Promise<Taking> {
    const department = {
      ...own,
      rules: judgedByDefault(own.source),
      silentAfterMs: FOURTEEN_DAYS_MS,
      shards: 1,
      known: new KnownCases(),
    };
    const database = new Database({ url: where.url(own.source), name: own.source });
    await migrate(database, DEPARTMENT_MIGRATIONS);
    await expectUpstreams(
      database,
      upstreams.map((source) => ({ source, shard: 1 })),
    );
    return new Taking(where, department, database);
  }

  async measured<Fact>(
    facts: readonly TimedFact[],
    check: CheckFact<Fact>,
    batches: readonly RawBatch[],
  ): Promise<IntakeCost> {
    const own = facts.filter(({ to }) => to === this.department.source);
    const before = await this.#sizes();
    const [node, postgres, began] = [process.cpuUsage(), cpuOf(this.where.postgresPid) ?? 0, performance.now()];
    const milestones = await this.#takeMilestones(batches);
    await this.#report(own, check);
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(node);
    const items = own.length + milestones;
    const after = await this.#sizes();
    const [{ versions = 0n } = {}] = await this.database.query<{ versions: bigint }>(
      'select count(*) as versions from observation',
    );
    return {
      department: this.department.source,
      ...{ items, seconds, observations: Number(versions) },
      nodeUs: (user + system) / items,
      postgresUs: (((cpuOf(this.where.postgresPid) ?? 0) - postgres) * 1e6) / items,
      walBytes: (after.walBytes - before.walBytes) / items,
      storedBytes: (after.databaseBytes - before.databaseBytes) / items,
      tables: await storedBytes(this.database),
    };
  }

  /** Its sealed batches of milestones. */
  async milestones(): Promise<RawBatch[]> {
    const rows = await this.database.query<Omit<RawBatch, 'fromSource'>>(
      "select epoch, number, bytes from batch where carries = 'milestones' order by epoch, number",
    );
    return rows.map((row) => ({ ...row, fromSource: true }));
  }

  stop(): Promise<void> {
    return this.database.close();
  }

  async #takeMilestones(batches: readonly RawBatch[]): Promise<number> {
    if (batches.length === 0) return 0;
    const receiver = new Receiver({
      store: new PostgresReceiverStore(this.database),
      installation: INSTALLATION,
      effects: takeMilestones({
        ...{ known: this.department.known, shardsInUse: () => 1, clock: { now: () => NOW }, onTaken: () => undefined },
        judgeCases: (tx, touched, now) => judgeCases(tx, this.department, touched, now),
      }),
    });
    const subscription = await receiver.subscription({ source: 'ordering', carries: 'milestones', shard: 1 });
    for (const chunk of chunksOf(batches, () => 1, 4)) {
      await receiver.take(subscription, chunk);
      await this.#settle();
    }
    const [row] = await this.database.query<{ facts: bigint }>('select count(*) as facts from fact');
    return Number(row?.facts ?? 0n);
  }

  async #report<Fact>(facts: readonly TimedFact[], check: CheckFact<Fact>): Promise<void> {
    let declareAt = (facts[0]?.at ?? 0) + MONTH_MS;
    for (const [place, portion] of [...chunksOf(facts, () => 1, PORTION)].entries()) {
      const last = portion.at(-1)?.at ?? 0;
      const checked = portion.map(({ fact }) => check(fact as Fact, 'IMPORTED', NOW));
      await this.database.transaction((tx) => recordFacts(tx, this.department, 'shop', checked, NOW, { isLast: true }));
      if (last >= declareAt) {
        await declareComplete(this.database, 'shop', declareAt, NOW);
        declareAt = last + MONTH_MS;
        await this.#sweep();
      }
      if (place % 4 === 3) await this.#settle();
    }
    await declareComplete(this.database, 'shop', NOW - MONTH_MS, NOW);
    await this.#sweep();
    await this.#settle();
  }

  async #sweep(): Promise<void> {
    const judge = (tx: Transaction, refs: readonly Buffer[], now: number) => {
      const touched = refs.map((ref) => ({ ref, cause: 'sweep', added: [] }));
      return judgeCases(tx, this.department, touched, now);
    };
    await sweep({ ...this.department, transaction: (work) => this.database.transaction(work), judge }, NOW);
  }

  async #settle(): Promise<void> {
    await this.#sealer.pass('observations', 1);
    if (this.department.source === 'ordering' || this.department.source === 'warehouse')
      await this.#sealer.pass('milestones', 1);
  }

  async #sizes(): Promise<{ readonly walBytes: number; readonly databaseBytes: number }> {
    const [row] = await this.database.query<{ wal: string; size: bigint }>(
      "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as wal, pg_database_size(current_database()) as size",
    );
    return { walBytes: Number(row?.wal ?? 0), databaseBytes: Number(row?.size ?? 0n) };
  }
}
