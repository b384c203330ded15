import {
  Server,
  ServerCredentials,
  type ServerOptions,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type Surroundings, shuttingDown } from './call-context.js';
import type { Callers } from './caller.js';
import { bound } from './handler.js';
import { addHealth, HEALTH_SERVICE } from './health.js';
import { addReflection } from './reflection.js';
import { type CallMetrics, methodName, watchingCalls } from './watched-call.js';

/** A service with its answers, each made by `unary`, `serverStream` or `bidiStream`. */
export interface ServedService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

export interface StartServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly services: readonly ServedService[];
  readonly callers: Callers;
  /** PublishedMilestone of every error that is not a refusal; the caller only sees INTERNAL. */
  readonly onBug: (error: unknown) => void;
  readonly metrics?: CallMetrics;
  /** Health names beside '' and those of the services: "cx.pipeline.Apply". */
  readonly healthNames?: readonly string[];
  /** What `buf build` wrote; with it the server answers reflection. */
  readonly descriptorImage?: Uint8Array;
}

export interface RunningServer {
  readonly port: number;
  /** '', the services' full names and the `healthNames`. All of them start as NOT_SERVING. */
  readonly healthNames: readonly string[];
  health(name: string, serving: boolean): void;
  /**
   * Stops: health says NOT_SERVING, streams end with SHUTTING_DOWN, no new call is taken, and calls under way may finish for
   * `graceMs`; then what is left is cut off. Resolves when nothing is open any more.
   */
  drain(graceMs: number, lingerMs?: number): Promise<void>;
}

const MIB = 1024 * 1024;

const OPTIONS: ServerOptions = {
  // 1,000 facts take well under 1 MiB; larger answers are pages or streams.
  'grpc.max_receive_message_length': 4 * MIB,
  'grpc.max_send_message_length': 16 * MIB,
  'grpc.max_concurrent_streams': 200,
  // Only so is a peer found dead that went away without a word.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // Not `grpc.enable_channelz: 0`: without it grpc-js 1.14.7 keeps no list of sessions, and forceShutdown cuts nothing off.
};

/** Starts to answer on one address. @throws when the address cannot be taken, or a service lacks an answer */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { host, services, metrics, onBug, callers } = options;
  const stop = new AbortController();
  const surroundings: Surroundings = { callers, onBug, stopping: stop.signal };
  const server = new Server({ ...OPTIONS, interceptors: [watchingCalls(metrics)] });

  for (const service of services) addService(server, service, surroundings);
  const names = services.flatMap(({ definition }) => serviceNames(definition));
  const healthNames = [...new Set(['', ...names, ...(options.healthNames ?? [])])];
  const health = addHealth(server, healthNames, stop.signal);
  if (options.descriptorImage !== undefined) {
    addReflection(server, options.descriptorImage, [...names, HEALTH_SERVICE], surroundings);
  }
  for (const { definition } of services) {
    for (const { path } of Object.values(definition)) metrics?.known(methodName(path));
  }

  const port = await bind(server, host, options.port);
  return {
    port,
    healthNames,
    health: health.set,
    async drain(graceMs, lingerMs = 0) {
      health.stopServing();
      await new Promise((resume) => setTimeout(resume, lingerMs));
      stop.abort(shuttingDown());
      await shutDown(server, graceMs);
    },
  };
}

/** Joins a service with its handlers. A method whose answer cannot be encoded is a bug like any other. */
function addService(server: Server, { definition, implementation }: ServedService, to: Surroundings): void {
  const methods = Object.entries(definition).map(([name, method]) => {
    const responseSerialize = (answer: unknown): Buffer => {
      try {
        return method.responseSerialize(answer);
      } catch (error) {
        to.onBug(error);
        throw error;
      }
    };
    return { name, method: { ...method, responseSerialize }, handler: bound(implementation[name], method.path, to) };
  });
  server.addService(
    Object.fromEntries(methods.map(({ name, method }) => [name, method])),
    Object.fromEntries(methods.map(({ name, handler }) => [name, handler])),
  );
}

function serviceNames(definition: ServiceDefinition): string[] {
  return [...new Set(Object.values(definition).map(({ path }) => methodName(path).service))];
}

function bind(server: Server, host: string, port: number): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, taken) => {
      if (error === null) resolve(taken);
      else reject(new Error(`gRPC cannot listen on ${address}: is it taken by another process?`, { cause: error }));
    });
  });
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(() => server.forceShutdown(), graceMs);
    server.tryShutdown(() => {
      clearTimeout(late);
      resolve();
    });
  });
}
