import { Client, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { BatchServiceClient, BatchServiceService } from '#libs/contracts/cx/batches/v1/batches.js';
import { FactsServiceService } from '#libs/contracts/cx/facts/v1/facts.js';
import { SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { bound } from '#libs/domain/access.js';
import { CxError } from '#libs/domain/error.js';
import type { AuditEntry, AuditOutcome } from '#libs/grpc/access/audit.js';
import type { BindingsOf, Peer } from '#libs/grpc/access/caller.js';
import { publishedRules } from '#libs/grpc/access/rules.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { startServer } from '#libs/grpc/server.js';
import { unary } from '#libs/grpc/unary.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { closeAll, connected, failure, nothing, promised, range, serve } from './grpc/serve.js';

afterEach(closeAll);

const answer = unary(async () => ({}));
const answers = { listShards: answer, streamBatches: answer, acknowledgeBatches: answer };

/** Starts a server with what the compiler would refuse: as JavaScript would, or a definition from a newer contract. */
const start = (
  implementation: UntypedServiceImplementation,
  rules = publishedRules(),
  definition = BatchServiceService,
) =>
  startServer({
    ...{ host: '127.0.0.1', port: 0, services: [{ definition, implementation }], rules, ...namedCallers(new Map()) },
    onBug: () => {},
  });

describe('a server does not start', () => {
  it('with a call that has no rule', async () => {
    const others = new Map(publishedRules());
    others.delete('/cx.batches.v1.BatchService/StreamBatches');
    await expect(start(answers, others)).rejects.toThrow(
      '/cx.batches.v1.BatchService/StreamBatches has no rule that says who may call it',
    );
  });

  it('with a rule by department when neither the request nor the process names one', async () => {
    const services = [{ definition: FactsServiceService, implementation: {} }];
    const asScoring = { host: '127.0.0.1', port: 0, services, ...namedCallers(new Map()), onBug: () => {} };
    await expect(startServer(asScoring)).rejects.toThrow(
      'does not say which field of the request names the department',
    );
  });

  it('when a handler was made in a way that checks no caller', async () => {
    const unchecked = { ...answers, listShards: () => undefined };
    await expect(start(unchecked)).rejects.toThrow('was not made by unary');
  });
});

describe('a call without the role', () => {
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
      message: 'agency may not do this: it needs one of the roles auditor, operator, service',
    });
    expect(ran).toBe(false);
  });

  it('with a stream of responses is PERMISSION_DENIED', async () => {
    const { server } = await serve({});
    const stream = connected(BatchServiceClient, server, 'agency').streamBatches(range);
    const error = await new Promise((resolve) => stream.on('error', resolve));
    expect(refusalOf(error)?.reason).toBe('CALLER_NOT_ALLOWED');
  });

  it('is denied before its message is decoded: a message that is not protobuf is not looked at', async () => {
    const { server } = await serve({});
    const agency = connected(Client as never, server, 'agency') as Client;
    const error = await new Promise((resolve) =>
      agency.makeUnaryRequest(
        '/cx.batches.v1.BatchService/ListShards',
        (bytes: Buffer) => bytes,
        (bytes) => bytes,
        Buffer.from([0xff]),
        resolve,
      ),
    );
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
        return { kind: 'service', name: `from token ${metadata.get('authorization')[0]}` };
      },
      bindingsOf: asService,
    });
    const asked = call(connected(BatchServiceClient, server), 'listShards', {});
    slow.fulfil();
    expect((await asked).shards[0]?.epoch).toBe('from token undefined'.length);
    expect(seen).toEqual([{ address: expect.stringMatching(/^127\.0\.0\.1:\d+$/), certificate: { kind: 'none' } }]);
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
        return { kind: 'service', name: 'agency' };
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

describe('the audit log', () => {
  /** What the interceptor writes. */
  const kept = () => {
    const lines: string[] = [];
    const line = (what: string) => async (entry: AuditEntry, outcome?: AuditOutcome) => {
      lines.push([what, entry.method, entry.caller?.name, outcome?.code, outcome?.reason].filter(Boolean).join(' '));
    };
    return { lines, audit: { began: line('began'), ended: line('ended'), denied: line('denied') } };
  };

  it('gets a line for every denial, also of a caller that is not known', async () => {
    const { lines, audit } = kept();
    const { server } = await serve({ audit });
    await failure(call(connected(BatchServiceClient, server, 'agency'), 'listShards', {}));
    await failure(call(connected(BatchServiceClient, server, 'mallory'), 'listShards', {}));
    expect(lines).toEqual([
      'denied ListShards agency PERMISSION_DENIED CALLER_NOT_ALLOWED',
      'denied ListShards UNAUTHENTICATED CALLER_UNKNOWN',
    ]);
  });

  it('gets none for a call whose rule says so', async () => {
    const { lines, audit } = kept();
    const { server } = await serve({ audit, listShards: async () => ({ shards: [] }) as never });
    await call(connected(BatchServiceClient, server), 'listShards', {});
    expect(lines).toEqual([]);
  });
});

const asService: BindingsOf = (proven) => ({
  name: proven.kind === 'service' ? proven.name : proven.subject,
  kind: 'service',
  bindings: [bound('SERVICE')],
});

const SHARD = {
  ...{ shard: 1, carries: 1, newestNumber: 0n, oldestNumber: 0n, publishedNumber: 0n, acknowledgedNumber: 0n },
  newestSha256: Buffer.alloc(0),
};
