import { setTimeout as pause } from 'node:timers/promises';
import {
  type CallOptions,
  type Client,
  type ClientOptions,
  InterceptingCall,
  type Interceptor,
  Metadata,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import type { Connection } from './connection.js';
import { refusalOf } from './refusal.js';

export { type Refusal, refusalOf } from './refusal.js';

/** The deadline of a call that sets none. */
export const DEFAULT_DEADLINE_MS = 10_000;

const MIB = 1024 * 1024;

const OPTIONS: ClientOptions = {
  'grpc.max_receive_message_length': 16 * MIB,
  'grpc.max_send_message_length': 4 * MIB,
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5_000,
  // Departments and scoring are neighbours: an http_proxy in the environment is not meant for them.
  'grpc.enable_http_proxy': 0,
};

type ClientConstructor<C extends Client> = new (
  address: string,
  credentials: Connection['credentials'],
  options?: Partial<ClientOptions>,
) => C;

/**
 * A client that proves with every call who it is, and waits at most ten seconds for an answer unless a call sets its own deadline.
 * Streams have no deadline. Make one client for each address, and keep it as long as the process runs.
 *
 * @param Constructor  a generated ...Client
 * @param address      "127.0.0.1:7103"
 * @param connection   by which it proves who it is
 */
export function client<C extends Client>(
  Constructor: ClientConstructor<C>,
  address: string,
  { credentials, interceptors: own = [] }: Connection,
  options: ClientOptions = {},
): C {
  const interceptors = [...own, withDeadline, namingAddress(address)];
  return new Constructor(address, credentials, { ...OPTIONS, ...options, interceptors });
}

/** A generated method with one request and one response. */
type UnaryMethod<Req, Res> = (
  request: Req,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Res) => void,
) => { cancel(): void };

// biome-ignore lint/suspicious/noExplicitAny: only to recognise the shape; what is in it is inferred below.
type UnaryNames<C> = { [M in keyof C]: C[M] extends UnaryMethod<any, any> ? M : never }[keyof C];
type RequestOf<C, M extends keyof C> = C[M] extends UnaryMethod<infer Req, infer _> ? Req : never;
type ResponseOf<C, M extends keyof C> = C[M] extends UnaryMethod<infer _, infer Res> ? Res : never;

export interface CallSettings {
  /** From now. Default 10,000. */
  readonly deadlineMs?: number;
  /** Cancels the call. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes a call with one request and one response: `await call(delivery, 'recordDeliveryFacts', request)`. A server that is asked too often
 * says when to come again: then this waits as long and repeats the call, while there is time. Such a call was not begun.
 *
 * @throws {ServiceError} of grpc-js; for a refusal `refusalOf` returns reason and field
 */
export async function call<C extends Client, M extends UnaryNames<C> & keyof C>(
  client: C,
  method: M,
  request: RequestOf<C, M>,
  { deadlineMs = DEFAULT_DEADLINE_MS, signal }: CallSettings = {},
): Promise<ResponseOf<C, M>> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await callOnce(client, method, request, deadline, signal);
    } catch (error) {
      const waitMs = refusalOf(error)?.retryAfterMs;
      if (waitMs === undefined || Date.now() + waitMs >= deadline || signal?.aborted) throw error;
      await pause(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}

function callOnce<C extends Client, M extends UnaryNames<C> & keyof C>(
  client: C,
  method: M,
  request: RequestOf<C, M>,
  deadline: number,
  signal: AbortSignal | undefined,
): Promise<ResponseOf<C, M>> {
  return new Promise((resolve, reject) => {
    const ask = (client[method] as UnaryMethod<RequestOf<C, M>, ResponseOf<C, M>>).bind(client);
    const cancel = () => running.cancel();
    const running = ask(request, new Metadata(), { deadline }, (error, response) => {
      signal?.removeEventListener('abort', cancel);
      if (error === null) resolve(response);
      else reject(error);
    });
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
  });
}

/** Where a call was sent that failed; undefined for other errors. */
export function addressOf(error: unknown): string | undefined {
  const metadata = error instanceof Error && 'metadata' in error ? error.metadata : undefined;
  const [address] = metadata instanceof Metadata ? metadata.get(ADDRESS_KEY) : [];
  return address === undefined ? undefined : String(address);
}

/** An error of grpc-js does not name its server: it is added to the trailing metadata of the call that failed. */
const ADDRESS_KEY = 'cx-address';

function namingAddress(address: string): Interceptor {
  return (options, nextCall) =>
    new InterceptingCall(nextCall(options), {
      start(metadata, _, next) {
        next(metadata, {
          onReceiveStatus(answer, nextStatus) {
            if (answer.code !== status.OK) answer.metadata.set(ADDRESS_KEY, address);
            nextStatus(answer);
          },
        });
      },
    });
}

const withDeadline: Interceptor = (options, nextCall) => {
  const { requestStream, responseStream } = options.method_definition;
  const needsOne = options.deadline === undefined && !requestStream && !responseStream;
  const deadline = needsOne ? { deadline: Date.now() + DEFAULT_DEADLINE_MS } : {};
  return new InterceptingCall(nextCall({ ...options, ...deadline }));
};
