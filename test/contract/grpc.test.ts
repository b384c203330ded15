import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { BatchServiceClient, Content, type StreamBatchesResponse } from '#libs/contracts/cx/batches/v1/batches.js';
import { type StreamSurveyFactsResponse, SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { decodeStatus } from './grpc/decode-status.js';
import { batch, closeAll, connected, failure, nothing, promised, range, receipt, serve } from './grpc/serve.js';

afterEach(closeAll);

describe('a call', () => {
  it('with one response knows its caller and the deadline', async () => {
    const contexts: CallContext[] = [];
    const { server, handled, known } = await serve({
      listShards: async (context) => {
        contexts.push(context);
        return { shards: [] };
      },
    });
    const before = Date.now();
    expect(await call(connected(BatchServiceClient, server), 'listShards', {}, { deadlineMs: 5_000 })).toEqual({
      shards: [],
    });
    const after = Date.now();
    expect(contexts[0]?.caller).toEqual({
      name: 'scoring',
      kind: 'service',
      bindings: [bound('SERVICE', { departments: 'all' })],
    });
    expect(contexts[0]?.deadline).toBeGreaterThan(before + 4_900);
    expect(contexts[0]?.deadline).toBeLessThan(after + 5_100);
    expect(known).toEqual([
      'ListShards',
      'StreamBatches',
      'AcknowledgeBatches',
      'RecordSurveyFacts',
      'StreamSurveyFacts',
    ]);
    expect(handled).toEqual(['ListShards OK']);
  });

  it('with many responses gets them all, in order, no faster than it reads them', async () => {
    let made = 0;
    const { server } = await serve({
      streamBatches: async function* () {
        while (made < 300) yield batch(String(made++).padEnd(10_000));
      },
    });
    const answers = connected(BatchServiceClient, server).streamBatches(range);
    const seen: number[] = [];
    for await (const { sealedBatch } of answers as AsyncIterable<StreamBatchesResponse>) {
      if (seen.length === 0) expect(made).toBeLessThan(300); // 3 MB do not fit into what a slow reader is sent ahead
      seen.push(Number(sealedBatch.toString()));
    }
    expect(seen).toEqual(Array.from({ length: 300 }, (_, number) => number));
  });

  it('with many requests gets a response to each', async () => {
    const { server } = await serve({});
    const stream = connected(SurveyServiceClient, server, 'agency').streamSurveyFacts();
    for (const _ of [1, 2]) stream.write({ portion: nothing });
    stream.end();
    const answers: (string | undefined)[] = [];
    for await (const { portion } of stream as AsyncIterable<StreamSurveyFactsResponse>) answers.push(portion?.receipt);
    expect(answers).toEqual(['1', '2', 'all 2']);
  });

  it('that the caller cancels ends the work of its handler', async () => {
    const asked = promised();
    const gone = promised<unknown>();
    const { server, bugs, handled } = await serve({
      listShards: async ({ signal }) => {
        signal.addEventListener('abort', () => gone.fulfil(signal.reason));
        asked.fulfil();
        await gone.promise;
        throw signal.reason;
      },
    });
    const change = new AbortController();
    const answer = failure(call(connected(BatchServiceClient, server), 'listShards', {}, { signal: change.signal }));
    await asked.promise;
    change.abort();
    expect((await answer).code).toBe(status.CANCELLED);
    expect(await gone.promise).toMatchObject({ name: 'CallerGone' });
    expect(bugs).toEqual([]);
    expect(handled).toEqual(['ListShards CANCELLED']);
  });

  it('whose caller breaks off in the middle ends its requests, and is no bug', async () => {
    const ended = promised();
    const { server, bugs } = await serve({
      stream: async function* (requests) {
        for await (const _ of requests) yield { portion: receipt('one') };
        ended.fulfil();
      },
    });
    const stream = connected(SurveyServiceClient, server, 'agency').streamSurveyFacts();
    stream.on('error', () => undefined);
    stream.write({ portion: nothing });
    stream.once('data', () => stream.cancel());
    await ended.promise;
    expect(bugs).toEqual([]);
  });
});

describe('a refusal', () => {
  const refusal = new CxError('ORDER_ID_INVALID', 'order_id "é" is not an id', {
    field: 'facts[3].order_id',
    facts: { given: 'é', longest: '64' },
  });

  it('says status, reason, field and message', async () => {
    const { server, bugs, handled } = await serve({ record: () => Promise.reject(refusal) });
    const error = await failure(call(connected(SurveyServiceClient, server, 'agency'), 'recordSurveyFacts', nothing));
    expect(refusalOf(error)).toEqual({
      reason: 'ORDER_ID_INVALID',
      field: 'facts[3].order_id',
      message: 'order_id "é" is not an id',
      status: 'INVALID_ARGUMENT',
    });
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect([bugs, handled]).toEqual([[], ['RecordSurveyFacts INVALID_ARGUMENT']]);
  });

  it('names every condition that is not met in one PreconditionFailure', async () => {
    const unmet = [
      { reason: 'PERIOD_NOT_OVER', subject: 'periods/2031-01', description: 'the last day is 2031-01-31' },
      { reason: 'RULESET_NOT_BOUND', subject: 'periods/2031-01', description: 'no ruleset names this period' },
    ] as const;
    const notReady = new CxError('PERIOD_NOT_OVER', 'two guards are not met', { field: 'period', violations: unmet });
    const { server } = await serve({ record: () => Promise.reject(notReady) });
    const error = await failure(call(connected(SurveyServiceClient, server, 'agency'), 'recordSurveyFacts', nothing));
    const { details } = decodeStatus(error.metadata.get('grpc-status-details-bin')[0] as Buffer);
    expect(details).toContainEqual({
      type: 'type.googleapis.com/google.rpc.PreconditionFailure',
      value: {
        violations: unmet.map(({ reason, subject, description }) => ({ type: reason, subject, description })),
      },
    });
  });

  it('says the same in google.rpc.Status, for clients of any language', async () => {
    const { server } = await serve({ record: () => Promise.reject(refusal) });
    const error = await failure(call(connected(SurveyServiceClient, server, 'agency'), 'recordSurveyFacts', nothing));
    const details = error.metadata.get('grpc-status-details-bin')[0] as Buffer;
    expect(decodeStatus(details)).toEqual({
      code: 3,
      message: 'order_id "é" is not an id',
      details: [
        {
          type: 'type.googleapis.com/google.rpc.ErrorInfo',
          value: { reason: 'ORDER_ID_INVALID', domain: 'cx-index', metadata: { given: 'é', longest: '64' } },
        },
        {
          type: 'type.googleapis.com/google.rpc.BadRequest',
          value: {
            fieldViolations: [
              { field: 'facts[3].order_id', description: 'order_id "é" is not an id', reason: 'ORDER_ID_INVALID' },
            ],
          },
        },
      ],
    });
  });

  it('in the middle of a stream comes after the responses before it', async () => {
    const { server } = await serve({
      streamBatches: async function* () {
        yield batch('first');
        throw new CxError('BATCH_EXPIRED', 'too old');
      },
    });
    const seen: string[] = [];
    const reading = (async () => {
      const answers = connected(BatchServiceClient, server).streamBatches(
        range,
      ) as AsyncIterable<StreamBatchesResponse>;
      for await (const { sealedBatch } of answers) seen.push(sealedBatch.toString());
    })();
    expect(refusalOf(await failure(reading))).toMatchObject({ reason: 'BATCH_EXPIRED', status: 'OUT_OF_RANGE' });
    expect(seen).toEqual(['first']);
  });

  it('still arrives when it quotes a megabyte of what the caller sent', async () => {
    const name = 'x'.repeat(1_000_000);
    const { server } = await serve({
      record: () => Promise.reject(new CxError('NAME_INVALID', `no such name: ${name}`, { facts: { name } })),
    });
    const error = await failure(call(connected(SurveyServiceClient, server, 'agency'), 'recordSurveyFacts', nothing));
    expect(refusalOf(error)?.reason).toBe('NAME_INVALID');
    expect(error.details).toHaveLength(1_000);
  });
});

describe('a bug', () => {
  it('shows the caller nothing and the operator everything', async () => {
    const bug = new TypeError('password is undefined');
    const { server, bugs, handled } = await serve({ listShards: () => Promise.reject(bug) });
    const error = await failure(call(connected(BatchServiceClient, server), 'listShards', {}));
    expect([error.code, error.details]).toEqual([status.INTERNAL, 'internal error']);
    expect(refusalOf(error)).toBeUndefined();
    expect([bugs, handled]).toEqual([[bug], ['ListShards INTERNAL']]);
  });

  it('is also a response that cannot be encoded', async () => {
    const numbers = {
      shard: 2 ** 31,
      epoch: 1,
      newestNumber: 1n,
      oldestNumber: 1n,
      publishedNumber: 1n,
      acknowledgedNumber: 1n,
    };
    const shards = [{ ...numbers, newestSha256: Buffer.alloc(32), carries: Content.CONTENT_OBSERVATIONS }]; // 2^31 is no int32
    const { server, bugs } = await serve({ listShards: async () => ({ shards }) });
    const error = await failure(call(connected(BatchServiceClient, server), 'listShards', {}));
    expect(error.code).toBe(status.INTERNAL);
    expect(bugs).toHaveLength(1);
  });
});
