import type { Client } from '@grpc/grpc-js';
import {
  BatchServiceClient,
  type ShardHead,
  type StreamBatchesResponse,
} from '#libs/contracts/cx/batches/v1/batches.js';
import { call, client } from '#libs/grpc/client.js';
import type { Connection } from '#libs/grpc/connection.js';
import { carriesToProto } from '../format/sealed-batch.js';
import type { ShardId } from '../format/topics.js';

export type { ShardHead } from '#libs/contracts/cx/batches/v1/batches.js';

/** How long to wait for a new batch. */
export interface Wait {
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** The batches of one source, fetched from the source itself. */
export interface BatchSource {
  /** The heads of its shards: at once, or when they differ from those of the answer before, and at the latest after `wait.ms`. */
  heads(wait?: Wait): Promise<readonly ShardHead[]>;
  /** The bytes of batches first..last of an epoch. */
  batches(shard: ShardId, epoch: number, first: bigint, last: bigint): AsyncIterable<Uint8Array>;
  /** Acknowledges how far this reader has durably applied a shard. */
  acknowledge(shard: ShardId, through: { epoch: number; number: bigint; sha256: Buffer }): Promise<void>;
  close(): void;
}

const NEVER = new AbortController().signal;

/**
 * The batches of a source over gRPC.
 *
 * @param connection  by which this process proves who it is
 */
export function grpcBatchSource(address: string, connection: Connection): BatchSource {
  const service: BatchServiceClient & Client = client(BatchServiceClient, address, connection);
  let newest: string | undefined;
  return {
    heads: async ({ ms: waitMs, signal } = { ms: 0, signal: NEVER }) => {
      const knownVersion = waitMs > 0 ? newest : undefined;
      const settings = { deadlineMs: 5_000 + waitMs, signal };
      const { shards, version } = await call(service, 'listShards', { knownVersion, waitMs }, settings);
      newest = version;
      return shards;
    },
    async *batches({ shard, carries }, epoch, firstNumber, lastNumber) {
      const asked = { shard, epoch, firstNumber, lastNumber, carries: carriesToProto(carries) };
      for await (const { sealedBatch } of service.streamBatches(asked) as AsyncIterable<StreamBatchesResponse>)
        yield sealedBatch;
    },
    acknowledge: async ({ shard, carries }, { epoch, number: throughNumber, sha256: throughSha256 }) => {
      const through = { epoch, throughNumber, throughSha256 };
      await call(service, 'acknowledgeBatches', { shard, carries: carriesToProto(carries), ...through });
    },
    close: () => service.close(),
  };
}
