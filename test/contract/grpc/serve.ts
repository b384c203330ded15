import type { Client, ServiceError } from '@grpc/grpc-js';
import {
  BatchServiceService,
  Content,
  type ListShardsResponse,
  Origin,
  type StreamBatchesResponse,
} from '#libs/contracts/cx/batches/v1/batches.js';
import {
  type RecordSurveyFactsRequest,
  type RecordSurveyFactsResponse,
  type StreamSurveyFactsRequest,
  type StreamSurveyFactsResponse,
  SurveyServiceService,
} from '#libs/contracts/cx/survey/v1/survey.js';
import type { Audit } from '#libs/grpc/access/audit.js';
import type { BindingsOf, Identify } from '#libs/grpc/access/caller.js';
import { bidiStream } from '#libs/grpc/bidi-stream.js';
import type { CallContext } from '#libs/grpc/call-context.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { servedService } from '#libs/grpc/served-service.js';
import { type RunningServer, type StartServerOptions, startServer } from '#libs/grpc/server.js';
import { serverStream } from '#libs/grpc/server-stream.js';
import { unary } from '#libs/grpc/unary.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { testCallers } from '#test/stack/callers.js';
import { client } from '#test/stack/client.js';

/** What the two services of this test answer; each test says what it needs. */
interface Answers {
  identify: Identify;
  bindingsOf: BindingsOf;
  audit: Audit;
  listShards: (context: CallContext) => Promise<ListShardsResponse>;
  streamBatches: (context: CallContext) => AsyncIterable<StreamBatchesResponse>;
  record: (request: RecordSurveyFactsRequest) => Promise<RecordSurveyFactsResponse>;
  stream: (requests: AsyncIterable<StreamSurveyFactsRequest>) => AsyncIterable<StreamSurveyFactsResponse>;
}

export const nothing: RecordSurveyFactsRequest = { facts: [], origin: Origin.ORIGIN_REPORTED };
export const range = { shard: 1, epoch: 1, firstNumber: 1n, lastNumber: 0n, carries: Content.CONTENT_OBSERVATIONS };
export const receipt = (text: string): RecordSurveyFactsResponse => ({ outcomes: [], receipt: text });
export const batch = (text: string): StreamBatchesResponse => ({ sealedBatch: Buffer.from(text) });

let open: (() => void | Promise<void>)[] = [];

/** Closes every client and server of a test, newest first. */
export async function closeAll(): Promise<void> {
  for (const close of open.reverse()) await close();
  open = [];
}

/** A real server on a real socket with both services, and what it told of its calls and bugs. */
export async function serve(answers: Partial<Answers>, options: Pick<StartServerOptions, 'bounds' | 'onBound'> = {}) {
  const bugs: unknown[] = [];
  const handled: string[] = [];
  const known: string[] = [];
  const callers = namedCallers(testCallers());
  const unasked = () => Promise.reject(new Error('this call was not expected'));
  const server = await startServer({
    ...options,
    host: '127.0.0.1',
    port: 0,
    credentials: callers.credentials,
    identify: answers.identify ?? callers.identify,
    bindingsOf: answers.bindingsOf ?? callers.bindingsOf,
    ...(answers.audit && { audit: answers.audit }),
    onBug: (error) => bugs.push(error),
    metrics: {
      known: ({ method }) => known.push(method),
      handled: ({ method, code }) => handled.push(`${method} ${code}`),
    },
    healthNames: ['cx.pipeline.Apply'],
    descriptorImage: descriptorImage(),
    services: [
      servedService(BatchServiceService, {
        listShards: unary((_, context) => (answers.listShards ?? unasked)(context)),
        streamBatches: serverStream((_, context) => answers.streamBatches?.(context) ?? never(context)),
        acknowledgeBatches: unary(unasked),
      }),
      servedService(SurveyServiceService, {
        recordSurveyFacts: unary(answers.record ?? unasked),
        streamSurveyFacts: bidiStream(answers.stream ?? ((requests) => counted(requests))),
      }),
    ],
  });
  open.push(() => server.drain(200));
  return { server, bugs, handled, known };
}

/** A stream that says one thing and then waits for ever. */
async function* never({ signal }: CallContext) {
  yield batch('first');
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** Answers every portion with its number, and at the end with how many there were. */
async function* counted(requests: AsyncIterable<StreamSurveyFactsRequest>) {
  let count = 0;
  for await (const _ of requests) yield { portion: receipt(`${++count}`) };
  yield { portion: receipt(`all ${count}`) };
}

/** Closes a client when the test is over. */
export function closeLater<C extends { close(): void }>(made: C): C {
  open.push(() => made.close());
  return made;
}

/** A client that is closed when the test is over. */
export function connected<C extends Client>(
  Constructor: Parameters<typeof client<C>>[0],
  { port }: RunningServer,
  caller = 'scoring',
  options = {},
): C {
  const made = client(Constructor, `127.0.0.1:${port}`, caller, options);
  return closeLater(made);
}

/** The error a call fails with; fails itself when the call does not. */
export const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: ServiceError) => error,
  );

/** A promise that a test fulfils. */
export function promised<T = void>() {
  let fulfil: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    fulfil = resolve;
  });
  return { promise, fulfil };
}
