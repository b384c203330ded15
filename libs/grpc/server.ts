import { setMaxListeners } from 'node:events';
import { Server, type ServerCredentials, type ServerOptions, type ServiceDefinition } from '@grpc/grpc-js';
import { type Audit, NO_AUDIT } from './access/audit.js';
import { callerNameIn } from './access/call-access.js';
import type { BindingsOf, Identify } from './access/caller.js';
import { checkingAccess } from './access/check-access.js';
import { type AccessRules, publishedRules, requireRules } from './access/rules.js';
import { boundingCallers } from './bounds/bounding-callers.js';
import { boundConnections } from './bounds/bounding-connections.js';
import { boundingWire } from './bounds/bounding-wire.js';
import { type Bounds, DEFAULT_BOUNDS, type OnBound } from './bounds/bounds.js';
import type { MessageShape } from './bounds/message-fields.js';
import { messageShapes } from './bounds/message-shapes.js';
import { type Surroundings, shuttingDown } from './call-context.js';
import { bound } from './handler.js';
import { addHealth, HEALTH_SERVICE } from './health.js';
import { type AnswerBrought, answeringBrought, type BoundMethod } from './in-process-call.js';
import { addReflection } from './reflection.js';
import type { ServedService } from './served-service.js';
import { type CallMetrics, methodName, watchingCalls } from './watched-call.js';

export interface StartServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly services: readonly ServedService[];
  /** TLS, by which the server proves itself and asks clients for a certificate. */
  readonly credentials: ServerCredentials;
  readonly identify: Identify;
  readonly bindingsOf: BindingsOf;
  /** The department whose process this is; unset for scoring. */
  readonly department?: string | undefined;
  /** Where commands, exports, readings of others and denials are kept; unset: nowhere. */
  readonly audit?: Audit;
  /** Who may call what, instead of the rules of the contracts; for tests. */
  readonly rules?: AccessRules;
  /** Called with every error that is not a refusal; the caller only sees INTERNAL. */
  readonly onBug: (error: unknown) => void;
  readonly metrics?: CallMetrics;
  /** What it takes from its callers before it refuses. Default: `DEFAULT_BOUNDS`. */
  readonly bounds?: Partial<Bounds>;
  /** Called for each refusal by a bound. */
  readonly onBound?: OnBound;
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
  /** Answers a call that another protocol brought. */
  readonly answerBrought: AnswerBrought;
  /**
   * Stops the server: health becomes NOT_SERVING, streams end with SHUTTING_DOWN, new calls are refused, and running calls
   * have `graceMs` to finish before they are cut off. Resolves when no connection is open any more.
   */
  drain(graceMs: number, lingerMs?: number): Promise<void>;
}

const MIB = 1024 * 1024;

const OPTIONS: ServerOptions = {
  'grpc.max_send_message_length': 16 * MIB,
  // A peer that vanished without closing its connection is found only by these.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  // Not `grpc.enable_channelz: 0`: without it grpc-js 1.14.7 keeps no list of sessions, and forceShutdown cuts nothing off.
};

/**
 * Starts to answer on one address.
 *
 * @throws when the address is taken, when a service lacks a handler, or when a call has no rule that says who may make it
 */
export async function startServer(options: StartServerOptions): Promise<RunningServer> {
  const { services, metrics, onBug, identify, bindingsOf, department, audit = NO_AUDIT } = options;
  const rules = options.rules ?? publishedRules();
  for (const { definition } of services) requireRules(definition, rules, department);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // every open stream listens to it
  const surroundings: Surroundings = { onBug, stopping: stop.signal };
  const bounds = { ...DEFAULT_BOUNDS, ...options.bounds };
  const onBound = options.onBound ?? (() => undefined);
  const ofEveryProtocol = [
    watchingCalls(metrics),
    checkingAccess({ identify, bindingsOf, rules, department, audit, onBug }),
    boundingCallers({ bounds, onBound, callerOf: callerNameIn }),
  ];
  const wire = boundingWire({ bounds, onBound, shapes: shapesOf(options.descriptorImage) });
  const server = new Server({ ...OPTIONS, ...optionsOf(bounds), interceptors: [wire, ...ofEveryProtocol] });

  const methods = services.map((service) => boundMethods(service, surroundings));
  for (const ofService of methods) addService(server, ofService);
  const names = services.flatMap(({ definition }) => serviceNames(definition));
  const healthNames = [...new Set(['', ...names, ...(options.healthNames ?? [])])];
  const health = addHealth(server, healthNames, stop.signal);
  if (options.descriptorImage !== undefined) {
    addReflection(server, options.descriptorImage, [...names, HEALTH_SERVICE], surroundings);
  }
  for (const { definition } of services) {
    for (const { path } of Object.values(definition)) metrics?.known(methodName(path));
  }

  const port = await bind(server, options);
  boundConnections(server, bounds, onBound);
  return {
    port,
    healthNames,
    health: health.set,
    answerBrought: answeringBrought(
      new Map(methods.flatMap((all) => all.map((one) => [one.definition.path, one]))),
      ofEveryProtocol,
    ),
    async drain(graceMs, lingerMs = 0) {
      health.stopServing();
      await new Promise((resume) => setTimeout(resume, lingerMs));
      stop.abort(shuttingDown());
      await shutDown(server, graceMs);
    },
  };
}

function optionsOf(bounds: Bounds): ServerOptions {
  return {
    'grpc.max_receive_message_length': bounds.messageBytes,
    'grpc.max_concurrent_streams': Math.max(1, bounds.callsAtOnce),
    'grpc.max_connection_age_ms': bounds.connectionMs,
    // No stream and no call lasts longer, so the connection is cut off under none of them.
    'grpc.max_connection_age_grace_ms': Math.max(bounds.streamMs, bounds.callMs) + 1_000,
    'grpc.max_connection_idle_ms': bounds.idleMs,
  };
}

/** The contracts are read when the first large message comes: most processes never get one. */
function shapesOf(image: Uint8Array | undefined): (path: string) => MessageShape | undefined {
  let shapes: ((path: string) => MessageShape | undefined) | undefined;
  return (path) => {
    if (image === undefined) return undefined;
    shapes ??= messageShapes(image);
    return shapes(path);
  };
}

interface NamedMethod extends BoundMethod {
  readonly name: string;
}

/** Joins a service with its handlers. An answer that cannot be encoded is reported as a bug. */
function boundMethods({ definition, implementation }: ServedService, surroundings: Surroundings): NamedMethod[] {
  return Object.entries(definition).map(([name, method]) => {
    const responseSerialize = (answer: unknown): Buffer => {
      try {
        return method.responseSerialize(answer);
      } catch (error) {
        surroundings.onBug(error);
        throw error;
      }
    };
    const handler = bound(implementation[name], method.path, surroundings);
    return { name, definition: { ...method, responseSerialize }, handler };
  });
}

function addService(server: Server, methods: readonly NamedMethod[]): void {
  server.addService(
    Object.fromEntries(methods.map(({ name, definition }) => [name, definition])) as ServiceDefinition,
    Object.fromEntries(methods.map(({ name, handler }) => [name, handler])),
  );
}

function serviceNames(definition: ServiceDefinition): string[] {
  return [...new Set(Object.values(definition).map(({ path }) => methodName(path).service))];
}

function bind(
  server: Server,
  { host, port, credentials }: Pick<StartServerOptions, 'host' | 'port' | 'credentials'>,
): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, taken) => {
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
