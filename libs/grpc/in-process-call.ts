import {
  type Metadata,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
  status as statusNumbers,
  type UntypedHandleCall,
} from '@grpc/grpc-js';
import type { ClientCertificate } from '#libs/domain/proof.js';
import type { Definition } from './bounds/innermost-call.js';

/** A call with one request and one response that another protocol brings, for example HTTP with JSON. */
export interface BroughtCall {
  /** "/cx.scoring.v1.ScoringService/GetIndex" */
  readonly path: string;
  /** As protobuf writes it. */
  readonly request: Uint8Array;
  /** `authorization` and `x-request-id`, where the caller sent them. */
  readonly metadata: Metadata;
  /** "127.0.0.1:53214" */
  readonly peer: string;
  readonly certificate: ClientCertificate;
  /** Milliseconds within which it is answered. */
  readonly withinMs: number;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** How it ended. */
export interface BroughtAnswer {
  readonly status: SentStatus;
  /** As protobuf writes it; undefined when it failed. */
  readonly answer: Uint8Array | undefined;
}

/** Answers a call as if it had come by gRPC: by the same interceptors, so the same access rule, audit log, bounds and metrics, and the same handler. */
export type AnswerBrought = (call: BroughtCall) => Promise<BroughtAnswer>;

/** One method of a server, complete. */
export interface BoundMethod {
  readonly definition: Definition;
  readonly handler: UntypedHandleCall;
}

/** @param interceptors  in the order in which grpc-js has them, without those that know HTTP/2 */
export function answeringBrought(
  methods: ReadonlyMap<string, BoundMethod>,
  interceptors: readonly ServerInterceptor[],
): AnswerBrought {
  return (brought) => {
    const method = methods.get(brought.path);
    if (method === undefined || method.definition.requestStream || method.definition.responseStream)
      return Promise.reject(new Error(`this server answers no ${brought.path} with one request and one response`));
    const innermost = new InProcessCall(brought, method.definition);
    const call = interceptors.reduce<ServerInterceptingCallInterface>(
      (inner, intercept) => intercept(method.definition, inner),
      innermost,
    );
    return innermost.run(call, method.handler as UnaryHandler);
  };
}

type Listener = Parameters<ServerInterceptingCallInterface['start']>[0];
type SentStatus = Parameters<ServerInterceptingCallInterface['sendStatus']>[0];

/** What handlers made by `unary` use of a call of grpc-js. */
interface UnaryCall {
  readonly request: unknown;
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  getDeadline(): Date | number;
  once(event: 'cancelled', listener: () => void): unknown;
}
type UnaryHandler = (call: UnaryCall, answer: (error: SentStatus | null, message?: unknown) => void) => void;

/** The innermost call, where grpc-js has a stream of HTTP/2. */
class InProcessCall implements ServerInterceptingCallInterface {
  readonly #deadline: number;
  readonly #connection = {};
  readonly #gone = new Set<() => void>();
  #listener: Listener | undefined;
  #reads = 0;
  #answer: unknown;
  #isOver = false;
  #resolve: (answer: BroughtAnswer) => void = () => {};

  constructor(
    private readonly brought: BroughtCall,
    private readonly definition: Definition,
  ) {
    this.#deadline = Date.now() + brought.withinMs;
  }

  /** What `clientCertificate` reads first. */
  get clientCertificate(): ClientCertificate {
    return this.brought.certificate;
  }

  /** @param call  this one behind its interceptors */
  run(call: ServerInterceptingCallInterface, handler: UnaryHandler): Promise<BroughtAnswer> {
    const { brought } = this;
    return new Promise((resolve) => {
      this.#resolve = resolve;
      let metadata = brought.metadata;
      let request: unknown;
      call.start({
        onReceiveMetadata: (received) => {
          metadata = received;
          call.startRead();
        },
        onReceiveMessage: (message) => {
          request = message;
          call.startRead();
        },
        onReceiveHalfClose: () => handler(this.#unaryCall(request, metadata), answering(call)),
        onCancel: () => undefined,
      });
      const late = () =>
        this.sendStatus({ code: statusNumbers.DEADLINE_EXCEEDED, details: 'the answer took too long' });
      const timer = setTimeout(late, brought.withinMs);
      const leave = () => this.#end({ code: statusNumbers.CANCELLED, details: 'the caller has gone' });
      brought.signal.addEventListener('abort', leave);
      this.#gone.add(() => {
        clearTimeout(timer);
        brought.signal.removeEventListener('abort', leave);
      });
      if (brought.signal.aborted) leave();
      else this.#listener?.onReceiveMetadata(brought.metadata);
    });
  }

  start(listener: Listener): void {
    this.#listener = listener;
  }

  /** The request, and at the next time that there is no other. */
  startRead(): void {
    this.#reads += 1;
    const isFirst = this.#reads === 1;
    setImmediate(() => {
      if (this.#isOver) return;
      if (isFirst)
        this.#listener?.onReceiveMessage(this.definition.requestDeserialize(Buffer.from(this.brought.request)));
      else this.#listener?.onReceiveHalfClose();
    });
  }

  sendMetadata(): void {}

  sendMessage(message: unknown, taken: () => void): void {
    this.#answer = message;
    taken();
  }

  sendStatus(status: SentStatus): void {
    this.#end(status);
  }

  getPeer(): string {
    return this.brought.peer;
  }

  getDeadline(): number {
    return this.#deadline;
  }

  getHost(): string {
    return '';
  }

  getAuthContext() {
    return {};
  }

  getConnectionInfo() {
    return this.#connection;
  }

  getMetricsRecorder(): never {
    throw new Error('calls that another protocol brought have no recorder of costs');
  }

  #unaryCall(request: unknown, metadata: Metadata): UnaryCall {
    const isOver = () => this.#isOver;
    return {
      ...{ request, metadata, getDeadline: () => this.#deadline },
      get cancelled() {
        return isOver();
      },
      once: (_, listener) => this.#gone.add(listener),
    };
  }

  /** Like grpc-js, it says at the end of every call that the call is over. */
  #end(status: SentStatus): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#resolve(this.#answered(status));
    this.#listener?.onCancel();
    for (const listener of this.#gone) listener();
  }

  /** The server has reported an answer that cannot be encoded. */
  #answered(status: SentStatus): BroughtAnswer {
    if (status.code !== statusNumbers.OK) return { status, answer: undefined };
    try {
      return { status, answer: this.definition.responseSerialize(this.#answer) };
    } catch {
      return { status: { code: statusNumbers.INTERNAL, details: 'internal error' }, answer: undefined };
    }
  }
}

function answering(call: ServerInterceptingCallInterface): Parameters<UnaryHandler>[1] {
  return (error, message) => {
    if (error !== null) return call.sendStatus(error);
    call.sendMessage(message, () => call.sendStatus({ code: statusNumbers.OK, details: 'OK' }));
  };
}
