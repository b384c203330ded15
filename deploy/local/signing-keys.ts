import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { keyFile } from '#libs/signing/key-file.js';
import { makeKey } from '#libs/signing/make-keys.js';
import type { Ports, SignerProcess } from './services.js';

/** The group of the demo that reads every audit log. */
const AUDITORS = ['auditors'];

/** The signer of an installation on one machine; its keys are in the data folder. */
export function signerProcess(dataDir: string, ports: Ports['scoring'], databaseUrl: string): SignerProcess {
  return { ports, databaseUrl, keysFile: openSigningKeys(resolve(dataDir, 'signer/keys.json')), auditors: AUDITORS };
}

/** Makes the keys in that file, with mode 0600, unless they are there. */
function openSigningKeys(file: string): string {
  if (existsSync(file)) return file;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, keyFile([makeKey(Date.now())]), { mode: 0o600, flag: 'wx' });
  return file;
}
