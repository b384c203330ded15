import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calledHost } from '#cli/host.js';
import { BUILT_IN_SOURCES, type BuiltInSource, type OwnDepartment } from '#libs/domain/source.js';
import type { ApartName, ApartProcess } from './apart.js';
import { type Child, startChild, untilReady } from './children.js';
import type { Installation } from './installation.js';
import { type LocalIdentity, startIdentity } from './local-identity.js';
import type { PortPair } from './ports.js';

export type ServiceName = BuiltInSource | 'scoring';

export const SERVICES: readonly ServiceName[] = [...BUILT_IN_SOURCES, 'scoring'];

/** Gives the file that a service is started by; all departments of a company's own have one program. */
export type ProgramOf = (name: ServiceName | 'custom' | ApartName) => string;

/** A department of the company's own, which is a process of its own. */
export interface OwnProcess {
  readonly name: OwnDepartment;
  readonly ports: Ports[ServiceName];
  readonly databaseUrl: string;
}

export interface RunningServices {
  readonly children: ReadonlyMap<ServiceName, Child>;
  /** Departments of the company's own. */
  readonly own: ReadonlyMap<OwnDepartment, Child>;
  /** The signer and the payout process, where they are. */
  readonly apart: ReadonlyMap<ApartName, Child>;
  readonly ports: Ports;
  /** Of departments of the company's own too, under their names. */
  readonly addresses: Readonly<Record<ServiceName, string>>;
  /** Its certificates, and the issuer of tokens. */
  readonly identity: LocalIdentity;
  /** Starts one again after it was killed. */
  restart(name: ServiceName | ApartName): Promise<void>;
  stop(): Promise<void>;
}

/** gRPC and HTTP port of each. */
export type Ports = Readonly<Record<ServiceName, PortPair>>;

export interface ServicesOptions {
  readonly installation: Pick<Installation, 'id' | 'caseKey'>;
  readonly ports: Ports;
  readonly databaseUrl: (name: ServiceName) => string;
  /** Empty: the direct transport. */
  readonly kafkaBrokers: string;
  readonly logDir: string;
  /** Where certificates, keys and sessions are kept. */
  readonly dataDir: string;
  /** Of the demo issuer. */
  readonly issuerPort: number;
  readonly programOf: ProgramOf;
  /** Departments of the company's own; none when unset. */
  readonly own?: readonly OwnProcess[];
  /** The signer and the payout process. Without a signer closed periods are not signed. */
  readonly apart?: readonly ApartProcess[];
  /** Of scoring; unset: there is no REST. */
  readonly restPort?: number;
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

/** The ports of a department of the company's own: ten behind the first one of the installation, and those after it. */
export function ownPortsFrom(base: number, place: number): Ports[ServiceName] {
  return { grpc: base + 10 + place, http: base + 110 + place };
}

/** The port of the demo issuer, from the first one of the installation. */
export const ISSUER_OFFSET = 201;

/** The port of REST, from the first one of the installation. */
export const REST_OFFSET = 300;

/** Starts the services as processes and waits until each is ready. */
export async function startServices(options: ServicesOptions): Promise<RunningServices> {
  mkdirSync(options.logDir, { recursive: true });
  const { own = [], apart = [] } = options;
  const addresses = addressesOf(options.ports, own);
  const identity = await startIdentity({
    ...options,
    port: options.issuerPort,
    names: [...SERVICES, ...[...own, ...apart].map(({ name }) => name)],
  });
  const children = new Map<ServiceName, Child>();
  const ownChildren = new Map<OwnDepartment, Child>();
  const start = async (name: ServiceName) => {
    const child = startChild({ name, ...processOf(name, options, identity), logDir: options.logDir });
    children.set(name, child);
    await untilReady(child, `https://${calledHost()}:${options.ports[name].http}/readyz`, identity.authority);
  };
  const startOwn = async (one: OwnProcess) => {
    const child = startChild({ name: one.name, ...ownProcessOf(one, options, identity), logDir: options.logDir });
    ownChildren.set(one.name, child);
    await untilReady(child, `https://${calledHost()}:${one.ports.http}/readyz`, identity.authority);
  };
  const apartChildren = new Map<ApartName, Child>();
  const startApart = async (one: ApartProcess) => {
    const child = startChild({ name: one.name, ...apartProcessOf(one, options, identity), logDir: options.logDir });
    apartChildren.set(one.name, child);
    await untilReady(child, `https://${calledHost()}:${one.ports.http}/readyz`, identity.authority);
  };
  const restart = (name: ServiceName | ApartName) => {
    const one = apart.find((process) => process.name === name);
    return one === undefined ? start(name as ServiceName) : startApart(one);
  };
  const stop = async () => {
    const all = [...children.values(), ...ownChildren.values(), ...apartChildren.values()];
    await Promise.all(all.map((child) => child.stop()));
    await identity.stop();
  };
  try {
    await Promise.all([identity.ready, ...SERVICES.map(start), ...own.map(startOwn), ...apart.map(startApart)]);
  } catch (error) {
    await stop();
    throw error;
  }
  // Where `cx` finds them.
  const ofApart = Object.fromEntries(apart.map(({ name, ports }) => [name, addressOf(ports)]));
  writeFileSync(join(options.dataDir, 'addresses.json'), JSON.stringify({ ...addresses, ...ofApart }));
  return {
    children,
    own: ownChildren,
    apart: apartChildren,
    ports: options.ports,
    addresses,
    identity,
    restart,
    stop,
  };
}

export function addressesOf(ports: Ports, own: readonly OwnProcess[] = []): RunningServices['addresses'] {
  const pairs = [
    ...SERVICES.map((name) => [name, ports[name].grpc] as const),
    ...own.map((one) => [one.name, one.ports.grpc] as const),
  ];
  return Object.fromEntries(
    pairs.map(([name, port]) => [name, `${calledHost()}:${port}`]),
  ) as RunningServices['addresses'];
}

interface Process {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The program of a service, and the settings that its process gets in its environment. */
export function processOf(
  name: ServiceName,
  options: Omit<ServicesOptions, OfFolder>,
  identity: Pick<LocalIdentity, 'settings'>,
): Process {
  const env = {
    ...common(options, options.ports[name]),
    ...identity.settings(name),
    CX_DATABASE_URL: options.databaseUrl(name),
    // Scoring counts cases it cannot name.
    ...(name === 'scoring' ? onlyScoring(options) : { CX_CASE_KEY: options.installation.caseKey }),
  };
  return { file: options.programOf(name), env };
}

function onlyScoring(options: Pick<ServicesOptions, 'apart' | 'restPort'>): Process['env'] {
  const { restPort } = options;
  return { ...signerOf(options), ...(restPort !== undefined && { CX_REST_PORT: String(restPort) }) };
}

function signerOf({ apart = [] }: Pick<ServicesOptions, 'apart'>): Process['env'] {
  const signer = apart.find(({ name }) => name === 'signer');
  return signer === undefined ? {} : { CX_SIGNER: addressOf(signer.ports) };
}

function addressOf({ grpc }: PortPair): string {
  return `${calledHost()}:${grpc}`;
}

function apartProcessOf(
  { name, ports, databaseUrl, env: own }: ApartProcess,
  options: Omit<ServicesOptions, OfFolder>,
  identity: Pick<LocalIdentity, 'settings'>,
): Process {
  const env = {
    ...common(options, ports),
    ...identity.settings(name),
    ...{ CX_DATABASE_URL: databaseUrl, ...own },
  };
  return { file: options.programOf(name), env };
}

function ownProcessOf(
  { name, ports, databaseUrl }: OwnProcess,
  options: Omit<ServicesOptions, OfFolder>,
  identity: Pick<LocalIdentity, 'settings'>,
): Process {
  const { caseKey } = options.installation;
  const env = {
    ...common(options, ports),
    ...identity.settings(name),
    CX_DEPARTMENT: name,
    CX_DATABASE_URL: databaseUrl,
    CX_CASE_KEY: caseKey,
  };
  return { file: options.programOf('custom'), env };
}

/** What a process is not told: where this program keeps its own files. */
type OfFolder = 'logDir' | 'dataDir' | 'issuerPort';

function common(options: Omit<ServicesOptions, OfFolder>, { grpc, http }: PortPair): Process['env'] {
  return {
    CX_LINGER_MS: '0', // there is no load balancer here
    ...options.env,
    CX_GRPC_PORT: String(grpc),
    CX_HTTP_PORT: String(http),
    CX_INSTALLATION: options.installation.id,
    KAFKA_BROKERS: options.kafkaBrokers,
    CX_UPSTREAMS: JSON.stringify(addressesOf(options.ports, options.own)),
    KAFKAJS_NO_PARTITIONER_WARNING: '1',
  };
}
