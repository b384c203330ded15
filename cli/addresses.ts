import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nearest } from '#libs/domain/nearest.js';
import {
  BUILT_IN_SOURCES,
  type BuiltInSource,
  isSource,
  type OwnDepartment,
  type Source,
} from '#libs/domain/source.js';
import { calledHost } from './host.js';

/** Where the processes answer: gRPC addresses, host:port. That of a department of the company's own has no default. */
export type Addresses = Readonly<Record<ServiceName, string>> &
  Readonly<Partial<Record<OwnDepartment | 'signer' | 'payout', string>>>;

type ServiceName = BuiltInSource | 'scoring';

/** A setting in the environment that is not understood. The message says what was expected. */
export class SettingError extends Error {}

const NAMES: readonly ServiceName[] = ['scoring', ...BUILT_IN_SOURCES];
const DEFAULT_PORT_BASE = 7_100;
/** HTTP is 100 above gRPC, Prometheus 200 and the demo issuer 201 above the first port. */
const HIGHEST_PORT_BASE = 65_334;
const DEFAULT_FOLDER = '.cx';
const FILE = 'addresses.json';
const HOST_AND_PORT = /^(?:\[[0-9a-f:.%]+\]|[^\s:=,[\]]+):(\d{1,5})$/i;
const ADDRESSES_FORM = `CX_ADDRESSES=NAME=HOST:PORT,NAME=HOST:PORT with the names ${NAMES.join(', ')}, and those of your own departments`;

/** Which settings the addresses come from: the first of these that is set. An address that it does not name is the default. */
export const SETTINGS_HELP: readonly (readonly [string, string])[] = [
  ['CX_ADDRESSES', 'where to ask: scoring=HOST:PORT,product=HOST:PORT, ...'],
  ['CX_PORT_BASE', 'the first port of an npm start on this machine, 7100'],
  ['CX_DATA', 'the data folder of an npm start, .cx'],
];

/**
 * Reads from the environment where to ask.
 *
 * @throws {SettingError} when a setting is not understood
 */
export function readAddresses(env: NodeJS.ProcessEnv): Addresses {
  return { ...started(env), ...listed(env['CX_ADDRESSES'] ?? '') };
}

/** @throws {SettingError} for a department of the company's own that no setting names */
export function addressOf(source: Source, addresses: Addresses, env: NodeJS.ProcessEnv = process.env): string {
  const address = addresses[source];
  if (address !== undefined) return address;
  throw new SettingError(`cx does not know the address of ${source}. ${cureOf(source, env)}`);
}

/** What to set for a department of the company's own. Its port is not counted from the first one: only its npm start knows it. */
export function cureOf(source: string, env: NodeJS.ProcessEnv = process.env): string {
  const added = `add ${source}=HOST:PORT to CX_ADDRESSES`;
  if ((env['CX_PORT_BASE'] ?? '') !== '')
    return `CX_PORT_BASE gives the ports of the built-in departments only: set CX_DATA to the data folder of the npm start instead, or ${added}.`;
  const file = fileOf(env);
  if (existsSync(file))
    return `${file} does not name it: start npm start again with the --company folder that declares it, or ${added}.`;
  return `Set CX_DATA to the data folder of the npm start, or ${added}.`;
}

/** The gRPC addresses of an `npm start` with that first port. */
export function addressesFrom(portBase: number, host = calledHost()): Addresses {
  return Object.fromEntries(NAMES.map((name, place) => [name, `${host}:${portBase + place}`])) as Addresses;
}

/** The first port, from CX_PORT_BASE. @throws {SettingError} when it is not understood */
export function readPortBase(text = ''): number {
  if (text === '') return DEFAULT_PORT_BASE;
  const base = Number(text);
  if (/^\d+$/.test(text) && base >= 1 && base <= HIGHEST_PORT_BASE) return base;
  throw new SettingError(
    `CX_PORT_BASE=${text} is not understood. Form: a whole number from 1 to ${HIGHEST_PORT_BASE}, such as 8100`,
  );
}

/** What setting an address of this service came from, for the sentence that nothing answers there. */
export function sourceOf(name: string, env: NodeJS.ProcessEnv): string {
  if (name in listed(env['CX_ADDRESSES'] ?? '')) return 'CX_ADDRESSES';
  if ((env['CX_PORT_BASE'] ?? '') !== '') return 'CX_PORT_BASE';
  const file = fileOf(env);
  return existsSync(file) ? file : 'the default ports';
}

function started(env: NodeJS.ProcessEnv): Addresses {
  const portBase = env['CX_PORT_BASE'] ?? '';
  if (portBase !== '') return addressesFrom(readPortBase(portBase));
  const file = fileOf(env);
  if (existsSync(file)) return { ...addressesFrom(DEFAULT_PORT_BASE), ...written(file) };
  if ((env['CX_DATA'] ?? '') === '') return addressesFrom(DEFAULT_PORT_BASE);
  throw new SettingError(`CX_DATA=${env['CX_DATA']}: npm start has never served from that folder; it has no ${FILE}`);
}

function written(file: string): Partial<Addresses> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Addresses>;
  } catch (cause) {
    throw new SettingError(`${file} is damaged; npm start writes it again`, { cause });
  }
}

function fileOf(env: NodeJS.ProcessEnv): string {
  return dataFile(env, FILE);
}

/** A file of the data folder. The default folder is that of the checkout, from whatever folder `cx` is called. */
export function dataFile(env: NodeJS.ProcessEnv, name: string): string {
  const folder = env['CX_DATA'] ?? '';
  if (folder !== '') return join(folder, name);
  const here = join(DEFAULT_FOLDER, name);
  const [, program = ''] = process.argv;
  return existsSync(here) || !existsSync(program) ? here : join(dirname(realpathSync(program)), '..', here);
}

function listed(text: string): Partial<Addresses> {
  const pairs = text === '' ? [] : text.split(',').map((pair) => pair.trim());
  const addresses = Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', address = ''] = /^(\w+)=(.*)$/.exec(pair) ?? [];
      const [, port] = HOST_AND_PORT.exec(address) ?? [];
      const isUnderstood = (isServer(name) || isSource(name)) && Number(port) >= 1 && Number(port) <= 65_535;
      if (!isUnderstood) {
        throw new SettingError(`CX_ADDRESSES is not understood at "${pair}". Form: ${ADDRESSES_FORM}`);
      }
      return [name, address];
    }),
  );
  for (const name of Object.keys(addresses)) refuseMistyped(name, addresses);
  return addresses;
}

/** The processes that are no department. */
function isServer(name: string): boolean {
  return name === 'scoring' || name === 'signer' || name === 'payout';
}

/** "skoring" would be a department of the company's own, and scoring would silently be asked at its default port. */
function refuseMistyped(name: string, addresses: object): void {
  const meant = isServer(name) || NAMES.some((known) => known === name) ? undefined : nearest(name, NAMES);
  if (meant !== undefined && !(meant in addresses))
    throw new SettingError(`CX_ADDRESSES names ${name}, and not ${meant}. Did you mean ${meant}? Else name both.`);
}
