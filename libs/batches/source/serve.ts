import type { handleServerStreamingCall, handleUnaryCall } from '@grpc/grpc-js';
import {
  type AcknowledgeBatchesRequest,
  type AcknowledgeBatchesResponse,
  type BatchServiceServer,
  BatchServiceService,
  type Content,
  type ListShardsRequest,
  type ListShardsResponse,
  type ShardHead,
  type StreamBatchesRequest,
  type StreamBatchesResponse,
} from '#libs/contracts/cx/batches/v1/batches.js';
import { CxError } from '#libs/domain/error.js';
import { isOwnDepartment } from '#libs/grpc/access/permitted.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { unary } from '#libs/grpc/unary.js';
import { carriesFrom, carriesToProto } from '../format/sealed-batch.js';
import type { Carries } from '../format/topics.js';
import type { Place } from '../reader/receiver-store.js';
import { HeadsWatch } from './heads-watch.js';
import type { Head, OwnShard, SourceStore } from './source-store.js';

const PORTION = 64;
/** How long a reader may wait for a new batch. */
const LONGEST_WAIT_MS = 10_000;
/** How often an open stream checks for new batches. */
const LOOK_AGAIN_MS = 100;

/** The part of the store that serving needs. */
type Batches = Pick<SourceStore<unknown>, 'heads' | 'oldest' | 'find' | 'hashOf' | 'acknowledge'>;

/**
 * BatchService of one source: serves batches to readers that missed them on Kafka, or that run without Kafka.
 *
 * @param stopping  aborted when the process stops: readers that wait for a batch then get their answer
 */
export function batchService(store: Batches, stopping = new AbortController().signal): ServedService {
  const calls: BatchServiceServer = {
    listShards: listShards(store, stopping),
    streamBatches: streamBatches(store),
    acknowledgeBatches: acknowledge(store),
  };
  return servedService(BatchServiceService, calls);
}

function listShards(store: Batches, stopping: AbortSignal): handleUnaryCall<ListShardsRequest, ListShardsResponse> {
  const watch = new HeadsWatch(() => store.heads());
  return unary(async ({ knownVersion: version, waitMs = 0 }, context) => {
    const isOver = () => context.signal.aborted || stopping.aborted;
    const latest = await watch.next({ version, withinMs: Math.min(waitMs, LONGEST_WAIT_MS), isOver });
    return { shards: latest.heads.map(headToProto), version: latest.version };
  });
}

/** The heads of a source's shards, as messages. */
export async function shardsOf(store: Pick<Batches, 'heads'>): Promise<ShardHead[]> {
  return (await store.heads()).map(headToProto);
}

function headToProto({ carries, newestSha256, ...head }: Head): ShardHead {
  return {
    ...head,
    carries: carriesToProto(carries),
    newestSha256: head.newestNumber === 0n ? Buffer.alloc(0) : newestSha256,
  };
}

function streamBatches(store: Batches): handleServerStreamingCall<StreamBatchesRequest, StreamBatchesResponse> {
  return serverStream((request, context) => batchesFrom(store, request, context));
}

async function* batchesFrom(
  store: Batches,
  request: StreamBatchesRequest,
  context: CallContext,
): AsyncIterable<StreamBatchesResponse> {
  const carries = namedCarries(request.carries);
  requireReader(context, carries);
  const shard = { carries, shard: request.shard };
  for await (const sealedBatch of streamOf(store, shard, request, context.signal)) yield { sealedBatch };
}

/**
 * Streams the batches of an epoch through `lastNumber`. With 0 it continues with newly sealed batches until it is aborted.
 *
 * @throws {CxError} SHARD_UNKNOWN; BATCH_EXPIRED if the first batch was deleted already
 */
export async function* streamOf(
  store: Pick<Batches, 'oldest' | 'find'>,
  shard: OwnShard,
  range: Pick<StreamBatchesRequest, 'epoch' | 'firstNumber' | 'lastNumber'>,
  signal: AbortSignal,
): AsyncIterable<Buffer> {
  await checkKept(store, shard, range);
  const { epoch, firstNumber, lastNumber } = range;
  let next = firstNumber;
  while (!signal.aborted) {
    const rows = await store.find(shard, { epoch, number: next }, PORTION);
    for (const { number, bytes } of rows) {
      if (lastNumber !== 0n && number > lastNumber) return;
      yield bytes;
      next = number + 1n;
    }
    if (lastNumber !== 0n && (next > lastNumber || rows.length === 0)) return;
    if (rows.length === 0) await new Promise((resume) => setTimeout(resume, LOOK_AGAIN_MS));
  }
}

async function checkKept(
  store: Pick<Batches, 'oldest'>,
  shard: OwnShard,
  { epoch, firstNumber }: Pick<StreamBatchesRequest, 'epoch' | 'firstNumber'>,
): Promise<void> {
  const oldest = await store.oldest(shard, epoch);
  if (oldest === undefined)
    throw new CxError('SHARD_UNKNOWN', `no shard ${shard.carries}/${shard.shard} in epoch ${epoch}`, {
      field: 'shard',
    });
  if (oldest !== null && firstNumber < oldest) {
    throw new CxError(
      'BATCH_EXPIRED',
      `the oldest stored batch is ${oldest}; read older ones from the archive of scoring`,
      {
        field: 'first_number',
        facts: { oldest: String(oldest) },
      },
    );
  }
}

/**
 * Observations are the figures of a department: only the service that is bound to all departments, scoring, may have them. Departments
 * read milestones and documents.
 *
 * @throws {CxError} CALLER_NOT_ALLOWED
 */
function requireReader({ caller }: CallContext, carries: Carries): void {
  if (carries !== 'observations' || isOwnDepartment(caller, '-')) return;
  throw new CxError('CALLER_NOT_ALLOWED', `${caller.name} may not read observations: only scoring counts them`);
}

/** @throws {CxError} SHARD_UNKNOWN when the request does not say what the batches carry */
function namedCarries(content: Content): Carries {
  const carries = carriesFrom(content);
  if (carries !== undefined) return carries;
  const problem = 'carries must be CONTENT_OBSERVATIONS, CONTENT_MILESTONES or CONTENT_DOCUMENTS';
  throw new CxError('SHARD_UNKNOWN', problem, { field: 'carries' });
}

function acknowledge(store: Batches): handleUnaryCall<AcknowledgeBatchesRequest, AcknowledgeBatchesResponse> {
  return unary(async ({ shard, epoch, throughNumber, throughSha256, carries: content }, context) => {
    const carries = namedCarries(content);
    const through = { epoch, number: throughNumber, sha256: throughSha256 };
    await noteAcknowledged(store, { carries, shard }, context.caller.name, through);
    return {};
  });
}

/**
 * Stores an acknowledgement. A batch that was deleted already is ignored; one that is stored must have the same hash.
 */
export async function noteAcknowledged(
  store: Pick<Batches, 'hashOf' | 'acknowledge'>,
  shard: OwnShard,
  subscriber: string,
  through: Place & { readonly sha256: Buffer },
): Promise<void> {
  const sha256 = await store.hashOf(shard, through);
  if (sha256 === undefined) return;
  if (!sha256.equals(through.sha256)) {
    throw new CxError('BATCH_FORKED', `batch ${through.epoch}:${through.number} has another hash here`, {
      field: 'through_sha256',
    });
  }
  await store.acknowledge(shard, subscriber, through);
}
