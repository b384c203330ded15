import { Server, ServerCredentials, type ServerOptions, type ServiceDefinition } from '@grpc/grpc-js';
import { type Surroundings, shuttingDown } from './call-context.js';
import type { Identify } from './caller.js';
import { bound } from './handler.js';
import { addHealth, HEALTH_SERVICE } from './health.js';
import { addReflection } from './reflection.js';
import { checkNeeds, neededFor, type ServedService } from './served-service.js';
import { type CallMetrics, methodName, watchingCalls } from './watched-call.js';

export interface StartServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly services: readonly ServedService[];
  readonly identify: Identify;
  /** Called with every error that is not a refusal; the caller only sees INTERNAL. */
  readonly onBug: (error: unknown) => void;
  readonly metrics?: CallMetrics;
  /** Health names besides '' and those of the services: "cx.pipeline.Apply". */
  readonly healthNames?: readonly string[];
  /** What `buf build` wrote. With it the server answers reflection. */
  readonly descriptorImage?: Uint8Array;
}

export interface RunningServer {
  readonly port: number;
  /** '', the services' full names and the `healthNames`. All of them start as NOT_SERVING. */
  readonly healthNames: readonly string[];
  health(name: string, serving: boolean): void;
  /**
   * Stops the server: health becomes NOT_SERVING, streams end with SHUTTING_DOWN, new calls are refused, and running calls
   * have `graceMs` to finish before they are cut off. Resolves when no connection is open any more.
   */
  drain(graceMs: number, lingerMs?: number): Promise<void>;
}

const MIB = 1024 * 1024;

const OPTIONS: ServerOptions = {
  // 1,000 facts take well under 1 MiB; larger answers are pages or streams.
  'grpc.max_receive_message_length': 4 * MIB,
  'grpc.max_send_message_length': 16 * MIB,
  'grpc.max_concurrent_streams': 200,
  // A peer that vanished without closing its connection is found only by these.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // Not `grpc.enable_channelz: 0`: without it grpc-js 1.14.7 keeps no list of sessions, and forceShutdown cuts nothing off.
};

/**
 * Starts to answer on one address.
 *
 * @throws when the address is taken, when a service lacks a handler, or when a handler declares no grant that it needs
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { host, services, metrics, onBug, identify } = options;
  const stop = new AbortController();
  const surroundings: Surroundings = { identify, onBug, stopping: stop.signal };
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

/** Joins a service with its handlers. An answer that cannot be encoded is reported as a bug. */
function addService(server: Server, service: ServedService, surroundings: Surroundings): void {
  const { definition, implementation } = service;
  checkNeeds(service);
  const methods = Object.entries(definition).map(([name, method]) => {
    const responseSerialize = (answer: unknown): Buffer => {
      try {
        return method.responseSerialize(answer);
      } catch (error) {
        surroundings.onBug(error);
        throw error;
      }
    };
    const needed = neededFor(service, name);
    const handler = bound(implementation[name], method.path, { ...surroundings, needed });
    return { name, method: { ...method, responseSerialize }, handler };
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
