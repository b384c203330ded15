import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { keyFile } from '#libs/signing/key-file.js';
import { makeKey } from '#libs/signing/make-keys.js';
import type { PortPair } from './ports.js';

/** The processes that are neither scoring nor a department: the one that holds the signing keys, and the one that sees rosters. */
export const APART = ['signer', 'payout'] as const;
export type ApartName = (typeof APART)[number];

/** One of them. */
export interface ApartProcess {
  readonly name: ApartName;
  readonly ports: PortPair;
  readonly databaseUrl: string;
  /** Its own settings. */
  readonly env: Readonly<Record<string, string>>;
}

/** The group of the demo that reads every audit log. */
const AUDITORS = 'auditors';
/** Behind the first port of the installation. */
const OFFSETS: Readonly<Record<ApartName, number>> = { signer: 9, payout: 8 };

/** The ports of one of them, from the first one of the installation. */
export function apartPortsFrom(base: number, name: ApartName): PortPair {
  return { grpc: base + OFFSETS[name], http: base + 100 + OFFSETS[name] };
}

/** Those of an installation on one machine; the signing keys are in its data folder. */
export function apartProcesses(
  dataDir: string,
  portBase: number,
  databaseUrl: (name: ApartName) => string,
  host: string,
): readonly ApartProcess[] {
  const signer = apartPortsFrom(portBase, 'signer');
  const env: Readonly<Record<ApartName, ApartProcess['env']>> = {
    // It reads no Kafka and knows no other process.
    signer: {
      ...{ KAFKA_BROKERS: '', CX_UPSTREAMS: '{}', CX_AUDITORS: AUDITORS },
      CX_SIGNING_KEYS_FILE: openSigningKeys(resolve(dataDir, 'signer/keys.json')),
    },
    payout: { KAFKA_BROKERS: '', CX_SIGNER: `${host}:${signer.grpc}` },
  };
  return APART.map((name) => ({
    ...{ name, ports: apartPortsFrom(portBase, name), databaseUrl: databaseUrl(name), env: env[name] },
  }));
}

/** Makes the keys in that file, with mode 0600, unless they are there. */
function openSigningKeys(file: string): string {
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, keyFile([makeKey(Date.now())]), { mode: 0o600, flag: 'wx' });
  return file;
}
