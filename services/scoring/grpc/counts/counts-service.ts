import { securityToProto } from '#libs/batches/format/security-status.js';
import { sourceFaultToProto } from '#libs/batches/format/source-fault.js';
import { faultToProto } from '#libs/batches/format/transport-fault.js';
import {
  type CountsServiceServer,
  CountsServiceService,
  type ShardStatus,
} from '#libs/contracts/cx/scoring/v1/counts.js';
import type { SecurityReport } from '#libs/domain/insecurity.js';
import type { SourceFault } from '#libs/domain/source-fault.js';
import type { TransportFault } from '#libs/domain/transport-fault.js';
import { type ServedService, servedService } from '#libs/grpc/served-service.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { unary } from '#libs/grpc/unary.js';
import type { Database } from '#libs/postgres/database.js';
import { dumpLines } from '../../counts/dump.js';
import { missingIn, readShards, readView, SHARD_STATES, type ShardRow } from '../../counts/read.js';
import { readDocumentsHead } from '../../documents/store.js';
import type { Verifier } from '../../verify/verifier.js';
import { archivedBatches } from '../../verify/verify-counts.js';

/** What the process knows about the pipeline that is not in the database. */
export interface Transport {
  readonly name: 'kafka' | 'direct';
  /** Whether observations are read from Kafka now; always true for the direct transport. */
  readonly isConnected: () => boolean;
  /** What keeps scoring from using Kafka now. */
  readonly faults: () => readonly TransportFault[];
  /** From which sources scoring cannot fetch batches now. */
  readonly sourceFaults: () => readonly SourceFault[];
  /** Batches that a source has sealed after the newest one that scoring has. */
  readonly missingTail: (source: string, shard: number) => bigint;
}

const LINES_PER_MESSAGE = 500;

/** CountsService: the counts and batches behind every index. */
export function countsService(
  database: Database,
  verifier: Pick<Verifier, 'verify'>,
  transport: Transport,
  security: () => SecurityReport,
): ServedService {
  const calls: CountsServiceServer = {
    exportCounts: serverStream(async function* () {
      const all = { source: undefined, firstDay: '0001-01-01', lastDay: '9999-12-31' };
      const { rows } = await database.transaction((tx) => readView(tx, all), {
        isolation: 'repeatable read',
        readOnly: true,
      });
      const lines = dumpLines(rows);
      for (let at = 0; at < lines.length; at += LINES_PER_MESSAGE) {
        yield { lines: Buffer.from(`${lines.slice(at, at + LINES_PER_MESSAGE).join('\n')}\n`) };
      }
    }),
    verifyCounts: unary(async () => {
      const { counted, recounted, ...rest } = await verifier.verify();
      return { ...rest, countedSha256: Buffer.from(counted, 'hex'), recountedSha256: Buffer.from(recounted, 'hex') };
    }),
    exportArchive: serverStream(async function* () {
      for (const sealedBatch of await readArchive(database)) yield { sealedBatch };
    }),
    getPipelineStatus: unary(async () => {
      const shards = await readShards(database, undefined);
      const { publishedAt, ...documents } = await readDocumentsHead(database);
      const at = publishedAt === undefined ? undefined : new Date(publishedAt);
      return {
        documents: { ...documents, publishedAt: at, missingBatches: 0n, quarantinedBatches: 0n },
        shards: shards.map((row) => statusOf(row, transport)),
        transport: transport.name,
        connected: transport.isConnected(),
        transportFaults: transport.faults().map(faultToProto),
        security: securityToProto(security()),
        sourceFaults: transport.sourceFaults().map(sourceFaultToProto),
      };
    }),
  };
  return servedService(CountsServiceService, calls);
}

/** Reads the whole archive at once, so that no transaction stays open while a slow client reads the stream. */
async function readArchive(database: Database): Promise<Buffer[]> {
  return database.transaction(
    async (tx) => {
      const batches: Buffer[] = [];
      for await (const bytes of archivedBatches(tx)) batches.push(bytes);
      return batches;
    },
    { isolation: 'repeatable read', readOnly: true, statementTimeoutMs: 120_000 },
  );
}

function statusOf(row: ShardRow, transport: Transport): ShardStatus {
  return {
    source: row.source,
    shard: row.shard,
    epoch: row.epoch,
    appliedThrough: row.applied_through,
    headSha256: row.head_sha256,
    missing: missingIn(row) + transport.missingTail(row.source, row.shard),
    quarantined: row.quarantined,
    sealedAt: row.sealed_at ?? undefined,
    appliedAt: row.applied_at,
    state: row.state,
    shardState: SHARD_STATES.numberOf(row.state),
  };
}
