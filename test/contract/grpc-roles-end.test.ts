import { afterEach, describe, expect, it } from 'vitest';
import { BatchServiceClient } from '#libs/contracts/cx/batches/v1/batches.js';
import { SurveyServiceClient } from '#libs/contracts/cx/survey/v1/survey.js';
import { bound } from '#libs/domain/access.js';
import { type Audit, NO_AUDIT } from '#libs/grpc/access/audit.js';
import type { BindingsOf } from '#libs/grpc/access/caller.js';
import { refusalOf } from '#libs/grpc/client.js';
import { batch, closeAll, connected, nothing, promised, range, receipt, serve } from './grpc/serve.js';

afterEach(closeAll);

/** Gives a caller its role until the test takes it away. */
function roleUntil() {
  let holds = true;
  const bindingsOf: BindingsOf = () => ({
    ...{ name: 'agency', kind: 'feed' },
    bindings: holds ? [bound('AGENCY', { feeds: ['agency'] }), bound('SERVICE')] : [],
  });
  return { bindingsOf, end: () => (holds = false) };
}

describe('a stream of a caller whose role ends while it is open', () => {
  it('of requests is denied at the next one, which the handler does not get', async () => {
    const { bindingsOf, end } = roleUntil();
    const denied: string[] = [];
    const audit: Audit = {
      ...NO_AUDIT,
      denied: async ({ method }, { reason }) => void denied.push(`${method} ${reason}`),
    };
    let taken = 0;
    const { server, bugs } = await serve({
      ...{ bindingsOf, audit },
      stream: async function* (requests) {
        for await (const _ of requests) yield { portion: receipt(`${++taken}`) };
      },
    });
    const stream = connected(SurveyServiceClient, server, 'agency').streamSurveyFacts();
    const failed = new Promise((resolve) => stream.on('error', resolve));
    const answered = new Promise((resolve) => stream.once('data', resolve));
    stream.write({ portion: nothing });
    await answered;
    end();
    stream.write({ portion: nothing });
    expect(refusalOf(await failed)).toMatchObject({ reason: 'CALLER_NOT_ALLOWED', status: 'PERMISSION_DENIED' });
    expect([taken, bugs, denied]).toEqual([1, [], ['StreamSurveyFacts CALLER_NOT_ALLOWED']]);
  });

  it('of answers is denied before the next one, which is made by the roles of now', async () => {
    const { bindingsOf, end } = roleUntil();
    const next = promised();
    const seen: string[] = [];
    const { server, bugs } = await serve({
      bindingsOf,
      streamBatches: async function* ({ sees }) {
        seen.push(sees('delivery'));
        yield batch('first');
        await next.promise;
        seen.push(sees('delivery'));
        yield batch('second');
      },
    });
    const stream = connected(BatchServiceClient, server, 'agency').streamBatches(range);
    const failed = new Promise((resolve) => stream.on('error', resolve));
    const got: string[] = [];
    stream.on('data', ({ sealedBatch }) => got.push(String(sealedBatch)));
    await new Promise((resolve) => stream.once('data', resolve));
    end();
    next.fulfil();
    expect(refusalOf(await failed)?.reason).toBe('CALLER_NOT_ALLOWED');
    expect([got, seen, bugs]).toEqual([['first'], ['all', 'nothing'], []]);
  });
});
