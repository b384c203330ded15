import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { type FactOutcome, FactResult } from '#libs/contracts/cx/facts/v1/facts.js';
import {
  OrderFact,
  OrderingServiceService,
  type StreamOrderFactsRequest,
  type StreamOrderFactsResponse,
} from '#libs/contracts/cx/ordering/v1/ordering.js';
import { CxError } from '#libs/domain/error.js';
import { statusOf } from '#libs/grpc/refusal.js';
import { failStream } from '#libs/grpc/streams.js';
import { named } from '#test/doubles/named-callers.js';
import { sentenceOf } from '../failure.js';
import { afterFailure } from '../feed/department-calls.js';
import { DepartmentStream } from './department-stream.js';

type Call = ServerDuplexStream<StreamOrderFactsRequest, StreamOrderFactsResponse>;
type Answer = (call: Call, facts: number, place: number) => void;

const outcome: FactOutcome = {
  ...{ factId: 'a', result: FactResult.FACT_RESULT_RECORDED, reason: '', field: '', detail: '', suspicions: [] },
};
const outcomes = (count: number) => ({ portion: { outcomes: Array(count).fill(outcome), receipt: '' } });
const answered: Answer = (call, facts) => call.write(outcomes(facts));

interface Treatment {
  readonly silenceMs?: number;
  readonly awayMs?: number;
  readonly signal?: AbortSignal;
  /** The caller cannot note what was answered. */
  readonly isFull?: boolean;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A real server whose ordering treats each portion so, and a stream to it with two facts a portion. */
async function streamTo(answer: Answer, { silenceMs = 10_000, awayMs = 0, signal, isFull = false }: Treatment = {}) {
  const server = new Server();
  server.addService(OrderingServiceService, {
    recordOrderFacts: () => undefined,
    streamOrderFacts: (call: Call) => {
      let place = 0;
      call.on('data', ({ portion }: StreamOrderFactsRequest) => {
        place += 1;
        answer(call, portion?.facts.length ?? 0, place);
      });
    },
  });
  const credentials = ServerCredentials.createInsecure();
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error === null ? resolve(bound) : reject(error)));
  });
  let count = 0;
  const said: string[] = [];
  const onOutcomes = (some: readonly FactOutcome[]) => {
    if (isFull) throw new Error('the disk is full');
    count += some.length;
  };
  const stream = new DepartmentStream({
    ...{ source: 'ordering', address: `127.0.0.1:${port}`, connection: named('shop'), origin: Origin.ORIGIN_IMPORTED },
    ...{ portion: 2, onOutcomes, signal, silenceMs, awayMs, onAway: (line) => said.push(line) },
  });
  closing.push(
    () => stream.close(),
    () => server.forceShutdown(),
  );
  const send = async (facts: number) => {
    for (let fact = 0; fact < facts; fact += 1) await stream.push(OrderFact.create());
    await stream.flush();
  };
  return { stream, port, send, failure: (facts: number) => failureOf(send(facts)), count: () => count, said };
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => expect.fail('it did not fail'),
    (error: unknown) => error,
  );

describe('a stream of facts to a department', () => {
  it('ends well when everything is answered', async () => {
    const { send, count } = await streamTo(answered);
    await send(9);
    expect(count()).toBe(9);
  });

  it('fails when the department ends the stream without an error and has not answered', async () => {
    const { failure, port } = await streamTo((call) => call.end());
    const error = await failure(1);
    expect(sentenceOf(error)).toMatch(`ordering at 127.0.0.1:${port} ended the stream before everything was sent.`);
    expect(afterFailure(error)).toBe('later');
  });

  it('fails when the department ends it between two portions, and counts the answers before', async () => {
    const { failure, count } = await streamTo((call, facts, place) => {
      if (place <= 2) answered(call, facts, place);
      if (place === 2) call.end();
    });
    expect(sentenceOf(await failure(40))).toMatch('ended the stream');
    expect(count()).toBe(4);
  });

  it('fails when the department answers nothing for too long, also while it holds the connection', async () => {
    const { failure } = await streamTo(() => undefined, { silenceMs: 1_000 });
    const error = await failure(1);
    expect(sentenceOf(error)).toMatch(/^ordering at .* has answered nothing for 1 s\. See its log/);
    expect(afterFailure(error)).toBe('later');
  });

  it('fails in the same way when it has more to send than may be on its way', async () => {
    const { failure } = await streamTo(() => undefined, { silenceMs: 100 });
    expect(sentenceOf(await failure(100))).toMatch('has answered nothing');
  });

  it('waits anew after every answer of a slow department', async () => {
    const late: Answer = (call, facts, place) => void setTimeout(() => answered(call, facts, place), 150 * place);
    const { send, count } = await streamTo(late, { silenceMs: 1_000 });
    await send(20);
    expect(count()).toBe(20);
  });

  it('fails with the reason of a department that has lost its database', async () => {
    const lost = statusOf(new CxError('STORE_UNAVAILABLE', 'the database does not answer'));
    const { failure } = await streamTo((call) => failStream(call, lost));
    expect(sentenceOf(await failure(1))).toBe('STORE_UNAVAILABLE: the database does not answer');
  });

  it('waits as long as the department states when it is asked too often, and sends everything again', async () => {
    let calls = 0;
    const { send, count } = await streamTo(
      (call, facts, place) => {
        if (place === 1) calls += 1;
        const busy = statusOf(new CxError('TOO_MANY_BYTES', 'too much at once', { retryAfterMs: 5 }));
        if (calls <= 40) failStream(call, busy);
        else if (!call.destroyed) answered(call, facts, place);
      },
      { awayMs: 60_000 },
    );
    const started = performance.now();
    await send(6);
    expect([calls, count()]).toEqual([41, 6]);
    // A department that is away is asked every 500 ms: 40 times would take 20 s.
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it('sends again what was not answered when the department comes back', async () => {
    let calls = 0;
    const { send, count, said, port } = await streamTo(
      (call, facts, place) => {
        calls += 1;
        if (calls === 3) failStream(call, statusOf(new CxError('STORE_UNAVAILABLE', 'the database restarts')));
        else if (!call.destroyed) answered(call, facts, place);
      },
      { awayMs: 20_000 },
    );
    await send(20);
    expect(count()).toBe(20);
    expect(said).toEqual([`ordering at 127.0.0.1:${port} is away; what it has not answered is sent again.`]);
  });

  it('fails with the reason when the department stays away for too long after its last answer', async () => {
    const away = statusOf(new CxError('STORE_UNAVAILABLE', 'the database does not answer'));
    let calls = 0;
    const { failure, count } = await streamTo(
      (call, facts, place) => {
        calls += 1;
        if (calls === 1) answered(call, facts, place);
        else failStream(call, away);
      },
      { awayMs: 1_200 },
    );
    expect(sentenceOf(await failure(6))).toBe('STORE_UNAVAILABLE: the database does not answer');
    expect(count()).toBe(2);
    expect(calls).toBeGreaterThan(3);
  });

  it.each(['STORE_FULL', 'CALLER_UNKNOWN'] as const)(
    'fails at once with %s, which waiting does not change',
    async (reason) => {
      let calls = 0;
      const refused: Answer = (call) => {
        calls += 1;
        failStream(call, statusOf(new CxError(reason, 'no')));
      };
      const { failure } = await streamTo(refused, { awayMs: 60_000 });
      expect(sentenceOf(await failure(1))).toBe(`${reason}: no`);
      expect(calls).toBe(1);
    },
  );

  it('fails when an answer does not have an outcome for each fact', async () => {
    const { failure } = await streamTo((call, facts) => call.write(outcomes(facts - 1)));
    expect(sentenceOf(await failure(2))).toMatch(/^ordering at .* answered a portion in parts/);
  });

  it('fails when its caller cannot note an answer', async () => {
    const { failure } = await streamTo(answered, { isFull: true });
    expect(await failure(1)).toEqual(new Error('the disk is full'));
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const { failure } = await streamTo(() => stop.abort(new Error('stopped')), { signal: stop.signal });
    expect(await failure(1)).toEqual(new Error('stopped'));
  });
});
