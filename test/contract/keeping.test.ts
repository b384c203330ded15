import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { batchService } from '#libs/batches/source/serve.js';
import { KEPT_MS } from '#libs/batches/source/source-store.js';
import { BatchServiceClient, Content } from '#libs/contracts/cx/batches/v1/batches.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { testCallers } from '#test/stack/callers.js';
import { client } from '#test/stack/client.js';
import { judge, sealedBatches, sealer, setBenchUp, source } from './batches/bench.js';

setBenchUp();

describe('a source', () => {
  let server: RunningServer;
  const clients: BatchServiceClient[] = [];
  beforeEach(async () => {
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, ...namedCallers(testCallers()) },
      onBug: (error) => {
        throw error;
      },
      services: [batchService(new PostgresSourceStore(source))],
    });
    for (let round = 0; round < 3; round++) {
      await judge(1);
      await sealer().pass('observations', 1);
    }
  });
  afterEach(async () => {
    for (const one of clients.splice(0)) one.close();
    await server.drain(1_000);
  });

  const acknowledge = async (reader: string, place: number) => {
    const batch = (await sealedBatches())[place - 1];
    if (batch === undefined) throw new Error(`there is no batch ${place}`);
    return acknowledgeAs(reader, batch.epoch, batch.number, batch.sha256);
  };
  const acknowledgeAs = (reader: string, epoch: number, throughNumber: bigint, throughSha256: Buffer) => {
    const batches = client(BatchServiceClient, `127.0.0.1:${server.port}`, reader);
    clients.push(batches);
    const carries = Content.CONTENT_OBSERVATIONS;
    return call(batches, 'acknowledgeBatches', { shard: 1, epoch, throughNumber, throughSha256, carries });
  };
  const retain = () => new PostgresSourceStore(source).retain(KEPT_MS);
  const grow = (days: number) =>
    source.execute(`update acknowledged_by_all set noted_at = noted_at - interval '${days} days'`);
  const kept = async () => (await sealedBatches()).map(({ number }) => number);

  it('keeps its batches for 35 days after every reader has acknowledged them, longer than the age of any backup', async () => {
    await acknowledge('scoring', 3);
    await acknowledge('warehouse', 2);
    await retain();
    await grow(34);
    expect([await retain(), await kept()]).toEqual([0, [1n, 2n, 3n]]);
    await grow(2);
    expect([await retain(), await kept()]).toEqual([2, [3n]]);
  });

  it('refuses an acknowledgement with another hash: a reader counted a batch that was never sealed', async () => {
    const [{ epoch } = { epoch: 0 }] = await sealedBatches();
    const refusal = refusalOf(await acknowledgeAs('scoring', epoch, 2n, Buffer.alloc(32, 7)).catch((error) => error));
    expect(refusal).toMatchObject({ reason: 'BATCH_FORKED', field: 'through_sha256' });
    await retain();
    await grow(36);
    expect(await retain()).toBe(0);
  });
});
