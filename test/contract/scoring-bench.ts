import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { encoded } from '#libs/batches/format/encoded.js';
import type { RawBatch } from '#libs/batches/format/raw-batch.js';
import { type BatchToSeal, type FeedProgress, sealBatch, sha256 } from '#libs/batches/format/sealed-batch.js';
import { PostgresReceiverStore } from '#libs/batches/reader/postgres-receiver-store.js';
import { Receiver } from '#libs/batches/reader/receive.js';
import { CATALOGUE_SHA256 } from '#libs/catalogue/catalogue.js';
import { Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, CLASSES, ORIGINS, type Source, type WaitingCell } from '#libs/domain/observation.js';
import { Database, type Transaction } from '#libs/postgres/database.js';
import { Counting } from '#services/scoring/counts/apply.js';
import { MIGRATIONS } from '#services/scoring/migrations.js';
import { migratedDatabase, splitDatabase } from '#test/stack/database.js';

/** What seals for this scoring. */
export const INSTALLATION = randomUUID();

/** Scoring's own database, as its owner. */
export let database: Database;
export let databaseUrl: string;
/** The same as the process of scoring uses it, with least privileges; only with `setScoringUpAsServed`. */
export let served: Database;

/** A real PostgreSQL as scoring has it. Call it once in a test file. */
export function setScoringUp(): void {
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const fresh = await migratedDatabase('scoring', MIGRATIONS);
    drop = fresh.drop;
    databaseUrl = fresh.url;
    database = new Database({ url: fresh.url, name: 'scoring' });
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });
}

/** The same with the roles of an installation: what scoring may not do in its database is refused here, too. */
export function setScoringUpAsServed(): void {
  let drop: () => Promise<void>;
  beforeAll(async () => {
    const split = await splitDatabase('scoring');
    drop = split.drop;
    databaseUrl = split.url;
    database = new Database({ url: split.url, name: 'scoring' });
    served = new Database({ url: split.serviceUrl, name: 'scoring' });
  });
  afterAll(async () => {
    await database.close();
    await served.close();
    await drop();
  });
}

/** Empties the counts, as a backup from before the first batch would. Snapshots stay: nothing can empty them. */
export function emptyCounts() {
  return database.execute(
    'truncate shard_progress, received_batch, quarantine, crash_marker, cell, cell_count, batch_archive, feed_state, waiting',
  );
}

/** So many hits and misses of one cell; what is not said is accountable and reported. */
export type Counted = Pick<Cell, 'metric' | 'unit' | 'day'> &
  Partial<Cell> & {
    readonly hits?: number;
    readonly misses?: number;
    readonly retractedMisses?: number;
    /** All of them are this case; without it each is another one. */
    readonly ref?: Buffer;
  };

export interface Sealing {
  readonly cells?: readonly Counted[];
  readonly feeds?: readonly FeedProgress[];
  readonly waiting?: readonly WaitingCell[];
  readonly waitingChanges?: readonly WaitingCell[];
  readonly sealedAt?: number;
  readonly epoch?: number;
  readonly after?: RawBatch | undefined;
}

let clock = Date.parse('2018-06-01T12:00:00Z');

/** A drained batch of a source's first shard; one of a later epoch than `after` is the first of it and continues it. */
export function sealed(
  source: Source,
  { cells = [], feeds = [], waiting, waitingChanges, after, ...more }: Sealing,
): RawBatch {
  const epoch = more.epoch ?? after?.epoch ?? 1;
  const begins = epoch !== (after?.epoch ?? 1);
  const number = begins ? 1n : (after?.number ?? 0n) + 1n;
  clock += 1_000;
  const batch: BatchToSeal = {
    ...{ installation: INSTALLATION, source, carries: 'observations', shard: 1, epoch, number, drained: true },
    previousSha256: after === undefined ? Buffer.alloc(32) : sha256(after.bytes),
    continuesEpoch: begins ? (after?.epoch ?? 0) : 0,
    continuesNumber: begins ? (after?.number ?? 0n) : 0n,
    sealedAt: more.sealedAt ?? clock,
    catalogueSha256: CATALOGUE_SHA256,
    feeds,
    waiting,
    waitingChanges,
    content: { encoded: encoded(Observations, { cells: cells.map(cellMessage) }) },
  };
  return { epoch, number, bytes: sealBatch(batch).bytes, fromSource: false };
}

function cellMessage({ hits = 0, misses = 0, retractedMisses = 0, ref, ...given }: Counted) {
  const refs = (cases: number) =>
    ref === undefined ? randomBytes(16 * cases) : Buffer.concat(Array.from({ length: cases }, () => ref));
  const cell: Cell = {
    ...({ definition: 1, class: 'ACCOUNTABLE', reason: '', responsible: '', origin: 'REPORTED' } as const),
    ...given,
  };
  return {
    key: { ...cell, class: CLASSES.numberOf(cell.class), origin: ORIGINS.numberOf(cell.origin) },
    hits: refs(hits),
    misses: refs(misses),
    ...{ retractedHits: Buffer.alloc(0), retractedMisses: refs(retractedMisses), tally: undefined },
  };
}

/** Scoring's receiver; `failing.times` transactions are lost before they commit. */
export function scoringReceiver(failing: { times: number } = { times: 0 }): Receiver {
  const store = new PostgresReceiverStore(database);
  const transaction = store.transaction.bind(store);
  store.transaction = (work) =>
    transaction(async (tx: Transaction) => {
      await work(tx);
      if (failing.times-- > 0) throw new Error('the connection was lost before COMMIT');
    });
  return new Receiver({ store, installation: INSTALLATION, effects: new Counting().effects() });
}

/** Scoring's door; `failing.times` transactions are lost before they commit. */
export function scoringDoor(failing?: { times: number }) {
  const receiver = scoringReceiver(failing);
  return async (source: Source, ...batches: readonly RawBatch[]) =>
    receiver.take(await subscriptionOf(receiver, source), batches);
}

/** A source's first shard of observations. */
export function subscriptionOf(receiver: Receiver, source: Source) {
  return receiver.subscription({ source, carries: 'observations', shard: 1 });
}
