import {
  credentials,
  loadPackageDefinition,
  type ServiceClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { protoPath as healthProto } from 'grpc-health-check';
import { afterEach, describe, expect, it } from 'vitest';
import { BatchServiceClient } from '#libs/contracts/cx/batches/v1/batches.js';
import {
  type RecordSurveyFactsRequest,
  type StreamSurveyFactsResponse,
  SurveyServiceClient,
  SurveyServiceService,
} from '#libs/contracts/cx/survey/v1/survey.js';
import { HealthCheckResponse_ServingStatus, HealthClient } from '#libs/contracts/grpc/health/v1/health.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { hasIpv6 } from '#test/stack/ipv6.js';
import { closeAll, closeLater, connected, failure, nothing, promised, range, receipt, serve } from './grpc/serve.js';

afterEach(closeAll);

describe('a caller', () => {
  it.each([
    ['names an unknown caller', 'mallory'],
    ['gives an empty name', ''],
    ['gives a name that every object has', 'constructor'],
  ])('that %s is refused', async (_, caller) => {
    const { server } = await serve({});
    const answer = failure(call(connected(BatchServiceClient, server, caller), 'listShards', {}));
    expect(refusalOf(await answer)).toMatchObject({ reason: 'CALLER_UNKNOWN', status: 'UNAUTHENTICATED' });
  });

  it('that is unknown is refused on streams, too', async () => {
    const { server } = await serve({});
    const stream = connected(SurveyServiceClient, server, 'mallory').streamSurveyFacts();
    const error = await new Promise((resolve) => stream.on('error', resolve));
    expect(refusalOf(error)?.reason).toBe('CALLER_UNKNOWN');
  });

  it('may do only what its roles allow', async () => {
    const { server } = await serve({
      listShards: async () => ({ shards: [] }),
    });
    const answer = failure(call(connected(BatchServiceClient, server, 'agency'), 'listShards', {}));
    expect(refusalOf(await answer)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED', status: 'PERMISSION_DENIED' });
    await expect(call(connected(BatchServiceClient, server, 'delivery'), 'listShards', {})).resolves.toBeDefined();
  });
});

describe('a limit', () => {
  const large = (bytes: number): RecordSurveyFactsRequest => ({
    ...nothing,
    facts: [{ factId: 'x'.repeat(bytes), orderId: '', happenedAt: undefined, what: undefined }],
  });
  const unlimited = { 'grpc.max_send_message_length': -1 };

  it('of 4 MiB for a message is kept, and one byte more is refused by name', async () => {
    const { server, handled } = await serve({ record: async () => receipt('taken') });
    const agency = connected(SurveyServiceClient, server, 'agency', unlimited);
    const overhead = SurveyServiceService.recordSurveyFacts.requestSerialize(large(4_000_000)).length - 4_000_000;
    const most = 4 * 1024 * 1024 - overhead;
    expect(await call(agency, 'recordSurveyFacts', large(most))).toEqual(receipt('taken'));
    const error = await failure(call(agency, 'recordSurveyFacts', large(most + 1)));
    expect(refusalOf(error)).toMatchObject({ reason: 'MESSAGE_TOO_LARGE', status: 'RESOURCE_EXHAUSTED' });
    expect(handled).toEqual(['RecordSurveyFacts OK', 'RecordSurveyFacts RESOURCE_EXHAUSTED']);
  });

  it('of time ends the call on both sides', async () => {
    const ended = promised<boolean>();
    const { server, handled } = await serve({
      listShards: async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended.fulfil(signal.aborted);
        return { shards: [] };
      },
    });
    const error = await failure(call(connected(BatchServiceClient, server), 'listShards', {}, { deadlineMs: 200 }));
    expect(error.code).toBe(status.DEADLINE_EXCEEDED);
    expect(await ended.promise).toBe(true);
    expect(handled).toEqual(['ListShards DEADLINE_EXCEEDED']);
  });
});

describe('health, which every gRPC tool can ask without a name', () => {
  const health = (server: RunningServer) => {
    const { grpc } = loadPackageDefinition(loadSync(healthProto, { enums: String, defaults: true })) as never as {
      grpc: { health: { v1: { Health: ServiceClientConstructor } } };
    };
    const asking = new grpc.health.v1.Health(`127.0.0.1:${server.port}`, credentials.createInsecure());
    closeLater(asking);
    return asking;
  };
  const check = (server: RunningServer, service: string) =>
    new Promise((resolve) => {
      health(server)['check']?.({ service }, (error: ServiceError | null, answer?: { status: string }) =>
        resolve(error?.code ?? answer?.status),
      );
    });

  it('is answered for each service by its name', async () => {
    const { server } = await serve({});
    expect(server.healthNames).toEqual([
      '',
      'cx.batches.v1.BatchService',
      'cx.survey.v1.SurveyService',
      'cx.pipeline.Apply',
    ]);
    expect(await check(server, 'cx.pipeline.Apply')).toBe('NOT_SERVING');
    server.health('cx.pipeline.Apply', true);
    expect(await check(server, 'cx.pipeline.Apply')).toBe('SERVING');
    server.health('cx.pipeline.Apply', false);
    expect(await check(server, 'cx.pipeline.Apply')).toBe('NOT_SERVING');
    expect(await check(server, 'cx.survey.v1.SurveyService')).toBe('NOT_SERVING');
    expect(await check(server, 'cx.unknown')).toBe(status.NOT_FOUND);
    expect(() => server.health('cx.unknown', true)).toThrow('not among the health names');
  });

  it('becomes NOT_SERVING for a watcher when this process begins to stop, and the watch ends', async () => {
    const { server } = await serve({});
    server.health('', true);
    const seen: string[] = [];
    const watch = health(server)['watch']?.({ service: '' }) as AsyncIterable<{ status: string }>;
    for await (const { status } of watch) {
      seen.push(status);
      if (seen.length > 1) continue;
      server.health('', true); // as each look at the process does: no change, so no message
      void server.drain(5_000);
    }
    expect(seen).toEqual(['SERVING', 'NOT_SERVING']);
  });
});

describe('stopping', () => {
  it('lets a running call finish, ends streams with SHUTTING_DOWN, and takes no new call', async () => {
    const asked = promised();
    const goOn = promised();
    const { server } = await serve({
      record: async () => {
        asked.fulfil();
        await goOn.promise;
        return receipt('finished');
      },
    });
    const agency = connected(SurveyServiceClient, server, 'agency');
    const underWay = call(agency, 'recordSurveyFacts', nothing);
    await asked.promise;
    const watching = connected(BatchServiceClient, server).streamBatches(range);
    const bulk = connected(SurveyServiceClient, server, 'agency').streamSurveyFacts();
    bulk.write({ portion: nothing });
    const endOfBulk = new Promise((resolve) => bulk.on('error', resolve));
    const answersOfBulk: (string | undefined)[] = [];
    await new Promise<void>((resolve) => watching.once('data', () => resolve()));
    const endOfWatching = new Promise((resolve) => watching.on('error', resolve));
    await new Promise<void>((resolve) => {
      bulk.on('data', ({ portion }: StreamSurveyFactsResponse) => {
        answersOfBulk.push(portion?.receipt);
        resolve();
      });
    });

    const drained = server.drain(10_000);
    expect(refusalOf(await endOfWatching)).toMatchObject({ reason: 'SHUTTING_DOWN', status: 'UNAVAILABLE' });
    expect(refusalOf(await endOfBulk)?.reason).toBe('SHUTTING_DOWN');
    expect(answersOfBulk).toEqual(['1', 'all 1']); // what it had taken is answered before it ends
    const late = connected(BatchServiceClient, server);
    expect((await failure(call(late, 'listShards', {}, { deadlineMs: 5_000 }))).code).toBe(status.UNAVAILABLE);
    goOn.fulfil();
    expect(await underWay).toEqual(receipt('finished'));
    await drained;
  });

  it('cuts off calls that run longer than the grace period', async () => {
    const asked = promised();
    const { server } = await serve({
      listShards: async () => {
        asked.fulfil();
        return await new Promise<never>(() => {});
      },
    });
    const answer = failure(call(connected(BatchServiceClient, server), 'listShards', {}));
    await asked.promise;
    await server.drain(50);
    expect([status.CANCELLED, status.UNAVAILABLE, status.INTERNAL]).toContain((await answer).code);
  });

  it.skipIf(!hasIpv6())('on IPv6 is heard there, and under an address with brackets', async () => {
    const options = {
      services: [],
      ...namedCallers(new Map()),
      onBug: () => {},
      descriptorImage: descriptorImage(),
    };
    const server = await startServer({ ...options, host: '::1', port: 0 });
    const health = new HealthClient(`[::1]:${server.port}`, credentials.createInsecure());
    const answer = await new Promise((resolve) =>
      health.check({ service: '' }, (_, answer) => resolve(answer?.status)),
    );
    expect(answer).toBe(HealthCheckResponse_ServingStatus.NOT_SERVING);
    health.close();
    const again = startServer({ ...options, host: '::1', port: server.port });
    await expect(again).rejects.toThrow(`gRPC cannot listen on [::1]:${server.port}`);
    await server.drain(0);
  });

  it('a taken port is one clear sentence', async () => {
    const { server } = await serve({});
    const again = startServer({
      host: '127.0.0.1',
      port: server.port,
      services: [],
      ...namedCallers(new Map()),
      onBug: () => {},
    });
    await expect(again).rejects.toThrow(`gRPC cannot listen on 127.0.0.1:${server.port}`);
  });
});
