import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source } from '#libs/domain/observation.js';

/** Where the six processes answer: gRPC addresses, host:port. */
export type Addresses = Readonly<Record<Source | 'scoring', string>>;

const DEFAULTS: Addresses = {
  scoring: '127.0.0.1:7100',
  ordering: '127.0.0.1:7101',
  warehouse: '127.0.0.1:7102',
  delivery: '127.0.0.1:7103',
  support: '127.0.0.1:7104',
  survey: '127.0.0.1:7105',
};

/**
 * Where to ask: CX_ADDRESSES ("scoring=host:port,delivery=host:port") before what `npm start` wrote into its data folder
 * (CX_DATA, .cx by default), before the default ports.
 */
export function readAddresses(env: NodeJS.ProcessEnv): Addresses {
  return {
    ...DEFAULTS,
    ...written(join(env['CX_DATA'] ?? '.cx', 'addresses.json')),
    ...listed(env['CX_ADDRESSES'] ?? ''),
  };
}

function written(file: string): Partial<Addresses> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Addresses>;
  } catch {
    return {}; // nothing was started from this folder
  }
}

function listed(text: string): Partial<Addresses> {
  const pairs = text.split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}
