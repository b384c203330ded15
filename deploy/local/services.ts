import { mkdirSync } from 'node:fs';
import { calledHost } from '#cli/host.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { type Child, startChild, untilReady } from './children.js';
import type { Installation } from './installation.js';

export type ServiceName = BuiltInSource | 'scoring';

export const SERVICES: readonly ServiceName[] = [...BUILT_IN_SOURCES, 'scoring'];

/** Gives the file that a service is started by. */
export type ProgramOf = (name: ServiceName) => string;

export interface RunningServices {
  readonly children: ReadonlyMap<ServiceName, Child>;
  readonly ports: Ports;
  readonly addresses: Readonly<Record<ServiceName, string>>;
  /** Starts one again after it was killed. */
  restart(name: ServiceName): Promise<void>;
  stop(): Promise<void>;
}

/** gRPC and HTTP port of each. */
export type Ports = Readonly<Record<ServiceName, { readonly grpc: number; readonly http: number }>>;

export interface ServicesOptions {
  readonly installation: Pick<Installation, 'id' | 'caseKey'>;
  readonly ports: Ports;
  readonly databaseUrl: (name: ServiceName) => string;
  /** Empty: the direct transport. */
  readonly kafkaBrokers: string;
  readonly logDir: string;
  readonly programOf: ProgramOf;
  /** More settings for every service. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The ports of an installation on one machine: scoring takes the base, the sources those after it, HTTP is 100 higher. */
export function portsFrom(base: number): Ports {
  const numbered = (['scoring', ...BUILT_IN_SOURCES] as const).map((name, place) => [
    name,
    { grpc: base + place, http: base + 100 + place },
  ]);
  return Object.fromEntries(numbered) as Ports;
}

/** Starts the six services as processes and waits until each is ready. */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  mkdirSync(options.logDir, { recursive: true });
  const addresses = addressesOf(options.ports);
  const children = new Map<ServiceName, Child>();
  const start = async (name: ServiceName) => {
    const child = startChild({ name, ...processOf(name, options), logDir: options.logDir });
    children.set(name, child);
    await untilReady(child, `http://${calledHost()}:${options.ports[name].http}/readyz`);
  };
  const stop = async () => void (await Promise.all([...children.values()].map((child) => child.stop())));
  try {
    await Promise.all(SERVICES.map(start));
  } catch (error) {
    await stop();
    throw error;
  }
  return { children, ports: options.ports, addresses, restart: start, stop };
}

export function addressesOf(ports: Ports): Readonly<Record<ServiceName, string>> {
  return Object.fromEntries(SERVICES.map((name) => [name, `${calledHost()}:${ports[name].grpc}`])) as Record<
    ServiceName,
    string
  >;
}

/** The program of a service, and the settings that its process gets in its environment. */
export function processOf(
  name: ServiceName,
  options: Omit<ServicesOptions, 'logDir'>,
): { readonly file: string; readonly env: Readonly<Record<string, string>> } {
  const env = {
    CX_LINGER_MS: '0', // there is no load balancer here
    ...options.env,
    CX_GRPC_PORT: String(options.ports[name].grpc),
    CX_HTTP_PORT: String(options.ports[name].http),
    CX_DATABASE_URL: options.databaseUrl(name),
    CX_INSTALLATION: options.installation.id,
    // Scoring counts cases it cannot name.
    ...(name === 'scoring' ? {} : { CX_CASE_KEY: options.installation.caseKey }),
    KAFKA_BROKERS: options.kafkaBrokers,
    CX_UPSTREAMS: JSON.stringify(addressesOf(options.ports)),
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
  };
  return { file: options.programOf(name), env };
}
