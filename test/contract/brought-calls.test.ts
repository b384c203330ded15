import { Metadata, status as statusNumbers } from '@grpc/grpc-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ListShardsResponse } from '#libs/contracts/cx/batches/v1/batches.js';
import { CxError } from '#libs/domain/error.js';
import type { AuditEntry, AuditOutcome } from '#libs/grpc/access/audit.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import type { BroughtCall } from '#libs/grpc/in-process-call.js';
import { REASON_KEY } from '#libs/grpc/refusal.js';
import { CALLER_KEY } from '#test/doubles/named-callers.js';
import { closeAll, promised, serve } from './grpc/serve.js';

afterEach(closeAll);

const LIST = '/cx.batches.v1.BatchService/ListShards';
function bringing(who: string, change: Partial<BroughtCall> = {}): BroughtCall {
  const metadata = new Metadata();
  metadata.set(CALLER_KEY, who);
  return {
    ...{ path: LIST, request: new Uint8Array(), metadata, peer: '127.0.0.1:5', certificate: { kind: 'none' } },
    ...{ withinMs: 5_000, signal: new AbortController().signal, ...change },
  };
}
const reasonOf = ({ status }: { readonly status: { readonly metadata?: Metadata | null | undefined } }) =>
  status.metadata?.get(REASON_KEY)[0];
const answered = ListShardsResponse.fromPartial({ shards: [{ shard: 7 }] });

/** What the audit log is told. */
function auditing() {
  const lines: string[] = [];
  const line = (word: string, { method, peer }: AuditEntry, outcome?: AuditOutcome) =>
    lines.push([word, method, peer, outcome?.code, outcome?.reason].filter(Boolean).join(' '));
  const audit = {
    began: async (entry: AuditEntry) => void line('began', entry),
    ended: async (entry: AuditEntry, outcome: AuditOutcome) => void line('ended', entry, outcome),
    denied: async (entry: AuditEntry, outcome: AuditOutcome) => void line('denied', entry, outcome),
  };
  return { audit, lines };
}

describe('a call that another protocol brings', () => {
  it('is answered by the handler of gRPC, and counted as one', async () => {
    const seen: CallContext[] = [];
    const { server, handled } = await serve({
      listShards: async (context) => {
        seen.push(context);
        return answered;
      },
    });
    const { status, answer } = await server.answerBrought(bringing('scoring'));
    expect(status.code).toBe(statusNumbers.OK);
    expect(ListShardsResponse.decode(answer ?? new Uint8Array()).shards[0]?.shard).toBe(7);
    expect(seen[0]?.caller.name).toBe('scoring');
    expect(seen[0]?.deadline).toBeGreaterThan(Date.now());
    expect(seen[0]?.signal.aborted).toBe(true); // the call is over
    expect(handled).toEqual(['ListShards OK']);
  });

  it('is denied to a caller whom gRPC denies it, before the handler, on record', async () => {
    const { audit, lines } = auditing();
    const { server } = await serve({ audit });
    const denied = await server.answerBrought(bringing('mallory'));
    expect([denied.status.code, reasonOf(denied)]).toEqual([statusNumbers.UNAUTHENTICATED, 'CALLER_UNKNOWN']);
    expect(denied.answer).toBeUndefined();
    expect(lines).toEqual(['denied ListShards 127.0.0.1:5 UNAUTHENTICATED CALLER_UNKNOWN']);
  });

  it('proves its caller by the certificate of its own connection', async () => {
    const certificates: unknown[] = [];
    const { server } = await serve({
      identify: async ({ certificate, address }) => {
        certificates.push(certificate, address);
        throw new CxError('CALLER_UNKNOWN', 'test');
      },
    });
    const certificate = { kind: 'refused', code: 'CERT_HAS_EXPIRED' } as const;
    await server.answerBrought(bringing('scoring', { certificate }));
    expect(certificates).toEqual([certificate, '127.0.0.1:5']);
  });

  it('gets the refusals of the handler as they are, and a bug as INTERNAL', async () => {
    const refuse = vi
      .fn()
      .mockRejectedValueOnce(new CxError('STORE_UNAVAILABLE', 'later', { retryAfterMs: 20 }))
      .mockRejectedValueOnce(new TypeError('a secret of the server'));
    const { server, bugs } = await serve({ listShards: refuse });
    const refused = await server.answerBrought(bringing('scoring'));
    expect([refused.status.code, reasonOf(refused)]).toEqual([statusNumbers.UNAVAILABLE, 'STORE_UNAVAILABLE']);
    const { status } = await server.answerBrought(bringing('scoring'));
    expect(status).toMatchObject({ code: statusNumbers.INTERNAL, details: 'internal error' });
    expect(bugs).toEqual([new TypeError('a secret of the server')]);
  });

  it('is answered in time or not at all', async () => {
    const { server, handled } = await serve({ listShards: ({ signal }) => ended(signal) });
    const late = await server.answerBrought(bringing('scoring', { withinMs: 30 }));
    expect([late.status.code, reasonOf(late)]).toEqual([statusNumbers.DEADLINE_EXCEEDED, 'DEADLINE_TOO_SHORT']);
    expect(handled).toEqual(['ListShards DEADLINE_EXCEEDED']);
  });

  it('ends with its caller', async () => {
    const gone = new AbortController();
    const began = promised();
    const over = promised<boolean>();
    const { server, bugs } = await serve({
      listShards: async ({ signal }) => {
        began.fulfil();
        await ended(signal).catch(() => undefined);
        over.fulfil(signal.aborted);
        return answered;
      },
    });
    const answer = server.answerBrought(bringing('scoring', { signal: gone.signal }));
    await began.promise;
    gone.abort();
    expect((await answer).status.code).toBe(statusNumbers.CANCELLED);
    expect(await over.promise).toBe(true);
    expect(bugs).toEqual([]);
  });

  it('counts to the bounds of its caller, together with its calls of gRPC', async () => {
    const refused: string[] = [];
    const waiting = promised();
    const handle = vi.fn(() => waiting.promise.then(() => answered));
    const { server } = await serve(
      { listShards: handle },
      { bounds: { callsAtOnce: 2 }, onBound: ({ bound, caller }) => refused.push(`${bound} ${caller}`) },
    );
    const open = [server.answerBrought(bringing('scoring')), server.answerBrought(bringing('scoring'))];
    await vi.waitFor(() => expect(handle).toHaveBeenCalledTimes(2));
    expect(reasonOf(await server.answerBrought(bringing('scoring')))).toBe('TOO_MANY_CALLS_AT_ONCE');
    expect(refused).toEqual(['at_once service scoring']);
    waiting.fulfil();
    for (const one of open) expect((await one).status.code).toBe(statusNumbers.OK);
    // They were given back.
    expect((await server.answerBrought(bringing('scoring'))).status.code).toBe(statusNumbers.OK);
  });

  it.each(['/cx.batches.v1.BatchService/StreamBatches', '/cx.no.such.Service/Call'])('is a bug as %s', async (path) => {
    const { server } = await serve({});
    await expect(server.answerBrought(bringing('scoring', { path }))).rejects.toThrow('answers no');
  });
});

/** Fails when the call is over. */
function ended(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
