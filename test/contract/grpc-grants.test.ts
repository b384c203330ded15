import type { UntypedServiceImplementation } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { BatchServiceClient, BatchServiceService } from '#libs/contracts/cx/batches/v1/batches.js';
import { SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { CxError } from '#libs/domain/error.js';
import type { Peer } from '#libs/grpc/caller.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { identifyByName } from '#libs/grpc/named-callers.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { closeAll, connected, failure, nothing, promised, range, serve } from './grpc/serve.js';

afterEach(closeAll);

const answer = unary(async () => ({}));
const answers = { listShards: answer, streamBatches: answer, acknowledgeBatches: answer };
const needs = { listShards: ['read'], streamBatches: ['read'], acknowledgeBatches: ['read'] };

/** Starts a server with what the compiler would refuse: as JavaScript would, or a definition from a newer contract. */
const start = (implementation: UntypedServiceImplementation, declared: unknown) => {
  const service = { definition: BatchServiceService, implementation, needs: declared } as ServedService;
  const identify = identifyByName(new Map());
  return startServer({ host: '127.0.0.1', port: 0, services: [service], identify, onBug: () => {} });
};

describe('a server does not start', () => {
  it('when a handler declares no grant that its callers need', async () => {
    const { streamBatches: _, ...others } = needs;
    await expect(start(answers, others)).rejects.toThrow(
      '/cx.batches.v1.BatchService/StreamBatches declares no grant that its callers need',
    );
  });

  it('when a handler declares an empty list of grants', async () => {
    await expect(start(answers, { ...needs, listShards: [] })).rejects.toThrow('ListShards declares no grant');
  });

  it('when a grant is declared for a call that does not exist', async () => {
    await expect(start(answers, { ...needs, listShard: ['read'] })).rejects.toThrow('declared for listShard');
  });

  it('when a handler was made in a way that checks no caller', async () => {
    const unchecked = { ...answers, listShards: () => undefined };
    await expect(start(unchecked, needs)).rejects.toThrow('was not made by unary');
  });
});

describe('a call without the grant', () => {
  it('with one request is PERMISSION_DENIED, and its handler does not run', async () => {
    let ran = false;
    const { server } = await serve({
      listShards: async () => {
        ran = true;
        return { shards: [] };
      },
    });
    const error = await failure(call(connected(BatchServiceClient, server, 'agency'), 'listShards', {}));
    expect(refusalOf(error)).toEqual({
      reason: 'CALLER_NOT_ALLOWED',
      status: 'PERMISSION_DENIED',
      field: '',
      message: 'agency may not do this: it needs the grant batches',
    });
    expect(ran).toBe(false);
  });

  it('with a stream of responses is PERMISSION_DENIED', async () => {
    const { server } = await serve({});
    const stream = connected(BatchServiceClient, server, 'agency').streamBatches(range);
    const error = await new Promise((resolve) => stream.on('error', resolve));
    expect(refusalOf(error)?.reason).toBe('CALLER_NOT_ALLOWED');
  });

  it('with a stream of requests is PERMISSION_DENIED before the first request is read', async () => {
    const { server } = await serve({});
    const stream = connected(SurveyServiceClient, server, 'console').streamSurveyFacts();
    const error = await new Promise((resolve) => stream.on('error', resolve));
    expect(refusalOf(error)?.reason).toBe('CALLER_NOT_ALLOWED');
  });
});

describe('identification', () => {
  it('may take its time, and sees the address of the peer and the metadata', async () => {
    const slow = promised();
    const seen: Peer[] = [];
    const { server } = await serve({
      listShards: async ({ caller }) => ({ shards: [{ ...SHARD, epoch: caller.name.length }] }),
      identify: async (peer, metadata) => {
        seen.push(peer);
        await slow.promise;
        return { name: `from token ${metadata.get('authorization')[0]}`, grants: ['batches'] };
      },
    });
    const asked = call(connected(BatchServiceClient, server), 'listShards', {});
    slow.fulfil();
    expect((await asked).shards[0]?.epoch).toBe('from token undefined'.length);
    expect(seen).toEqual([{ address: expect.stringMatching(/^127\.0\.0\.1:\d+$/), certificate: undefined }]);
  });

  it('that refuses ends the call with its reason', async () => {
    const { server } = await serve({
      identify: async () => {
        throw new CxError('CALLER_UNKNOWN', 'the token has expired');
      },
    });
    const error = await failure(call(connected(BatchServiceClient, server), 'listShards', {}));
    expect(refusalOf(error)).toMatchObject({ reason: 'CALLER_UNKNOWN', message: 'the token has expired' });
  });

  it('that fails is a bug: the caller learns nothing, the operator everything', async () => {
    const { server, bugs } = await serve({
      identify: async () => {
        throw new Error('the issuer of tokens does not answer');
      },
    });
    const error = await failure(call(connected(BatchServiceClient, server), 'listShards', {}));
    expect(error.details).toBe('internal error');
    expect(bugs).toEqual([expect.objectContaining({ message: 'the issuer of tokens does not answer' })]);
  });

  it('loses no request of a stream that was sent while it ran', async () => {
    const slow = promised();
    const { server } = await serve({
      identify: async () => {
        await slow.promise;
        return { name: 'agency', grants: ['report:survey'] };
      },
    });
    const stream = connected(SurveyServiceClient, server, 'agency').streamSurveyFacts();
    const portions: string[] = [];
    stream.on('data', ({ portion }) => portions.push(portion.receipt));
    for (let sent = 0; sent < 3; sent++) stream.write({ portion: nothing });
    stream.end();
    setTimeout(() => slow.fulfil(), 50);
    await new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
    expect(portions).toEqual(['1', '2', '3', 'all 3']);
  });
});

const SHARD = {
  ...{ shard: 1, carries: 1, newestNumber: 0n, oldestNumber: 0n, publishedNumber: 0n, acknowledgedNumber: 0n },
  newestSha256: Buffer.alloc(0),
};
