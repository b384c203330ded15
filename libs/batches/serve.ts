import type { handleServerStreamingCall, handleUnaryCall } from '@grpc/grpc-js';
import type {
  AcknowledgeBatchesRequest,
  AcknowledgeBatchesResponse,
  BatchServiceServer,
  ListShardsRequest,
  ListShardsResponse,
  StreamBatchesRequest,
  StreamBatchesResponse,
} from '#libs/contracts/cx/batches/v1/batches.js';
import { CxError } from '#libs/domain/error.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { requireGrant } from '#libs/grpc/caller.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import { carriesFrom, carriesToProto } from './sealed-batch.js';
import type { Carries } from './topics.js';

const sql = sqlFolder(import.meta.url, './sql/');

const PORTION = 64;
/** How soon a reader who waits for new batches looks again. */
const LOOK_AGAIN_MS = 100;

/** BatchService of one source: gives batches to whoever missed them on Kafka, or has no Kafka. */
export function batchService(database: Database): BatchServiceServer {
  return {
    listShards: listShards(database),
    streamBatches: streamBatches(database),
    acknowledgeBatches: acknowledge(database),
  };
}

/** Where a shard of this source stands. */
export interface HeadRow {
  readonly carries: Carries;
  readonly shard: number;
  readonly epoch: number;
  readonly newest_number: bigint;
  readonly oldest_number: bigint;
  readonly newest_sha256: Buffer;
  readonly published_number: bigint;
  readonly acknowledged_number: bigint;
}

/** Where every shard of this source stands, for readers and for metrics. */
export function readHeads(database: Database): Promise<HeadRow[]> {
  return database.query<HeadRow>(sql('find-heads'));
}

function listShards(database: Database): handleUnaryCall<ListShardsRequest, ListShardsResponse> {
  return unary(async (_, context) => {
    // Heads say nothing of any case, so whoever may read may see them.
    if (!context.caller.grants.includes('read')) requireGrant(context, 'batches');
    const rows = await readHeads(database);
    return {
      shards: rows.map((row) => ({
        shard: row.shard,
        epoch: row.epoch,
        newestNumber: row.newest_number,
        oldestNumber: row.oldest_number,
        newestSha256: row.newest_number === 0n ? Buffer.alloc(0) : row.newest_sha256,
        carries: carriesToProto(row.carries),
        publishedNumber: row.published_number,
        acknowledgedNumber: row.acknowledged_number,
      })),
    };
  });
}

function streamBatches(database: Database): handleServerStreamingCall<StreamBatchesRequest, StreamBatchesResponse> {
  return serverStream((request, context) => batchesFrom(database, request, context));
}

async function* batchesFrom(
  database: Database,
  request: StreamBatchesRequest,
  context: CallContext,
): AsyncIterable<StreamBatchesResponse> {
  requireGrant(context, 'batches');
  const carries = carriesFrom(request.carries);
  if (carries === undefined)
    throw new CxError('SHARD_UNKNOWN', 'say whether the shard carries observations or milestones', {
      field: 'carries',
    });
  await checkKept(database, carries, request);
  let next = request.firstNumber;
  while (!context.signal.aborted) {
    const rows = await database.query<{ number: bigint; bytes: Buffer }>(sql('find-batches'), [
      carries,
      request.shard,
      request.epoch,
      next,
      PORTION,
    ]);
    for (const { number, bytes } of rows) {
      if (request.lastNumber !== 0n && number > request.lastNumber) return;
      yield { sealedBatch: bytes };
      next = number + 1n;
    }
    if (request.lastNumber !== 0n && (next > request.lastNumber || rows.length === 0)) return;
    if (rows.length === 0) await new Promise((resume) => setTimeout(resume, LOOK_AGAIN_MS));
  }
}

async function checkKept(
  database: Database,
  carries: Carries,
  { shard, epoch, firstNumber }: StreamBatchesRequest,
): Promise<void> {
  const [row] = await database.query<{ oldest: bigint | null }>(sql('oldest-batch'), [carries, shard, epoch]);
  if (row === undefined)
    throw new CxError('SHARD_UNKNOWN', `there is no shard ${carries}/${shard} of epoch ${epoch}`, { field: 'shard' });
  if (row.oldest !== null && firstNumber < row.oldest) {
    throw new CxError('BATCH_EXPIRED', `the oldest batch kept is ${row.oldest}`, {
      field: 'first_number',
      facts: { oldest: String(row.oldest) },
    });
  }
}

function acknowledge(database: Database): handleUnaryCall<AcknowledgeBatchesRequest, AcknowledgeBatchesResponse> {
  return unary(async ({ shard, epoch, throughNumber, throughSha256, carries: content }, context) => {
    requireGrant(context, 'batches');
    const carries = carriesFrom(content);
    if (carries === undefined)
      throw new CxError('SHARD_UNKNOWN', 'say whether the shard carries observations or milestones', {
        field: 'carries',
      });
    const [kept] = await database.query<{ sha256: Buffer }>(sql('batch-hash'), [carries, shard, epoch, throughNumber]);
    if (kept !== undefined && !kept.sha256.equals(throughSha256)) {
      throw new CxError('BATCH_FORKED', `batch ${epoch}:${throughNumber} has another hash here`, {
        field: 'through_sha256',
      });
    }
    if (kept !== undefined)
      await database.execute(sql('acknowledge'), [carries, shard, context.caller.name, epoch, throughNumber]);
    return {};
  });
}
