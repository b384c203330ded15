import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { calledHost } from '#cli/host.js';
import { CONNECTION_FILE, type ConnectionFile } from '#cli/session/issuer.js';
import type { TlsFileNames } from '#libs/tls/tls-files.js';
import { startChild, untilReady } from './children.js';
import { openDemoSecret } from './issuer/demo-secret.js';
import { DEMO_AUDIENCE } from './issuer/demo-words.js';
import { FIRST_PUBLISHERS } from './issuer/people.js';
import { LocalAuthority, TRUST_DOMAIN } from './tls/local-authority.js';

/** By what the processes of an installation on one machine prove who they are, and who issues tokens to people and feeds. */
export interface LocalIdentity {
  readonly dataDir: string;
  /** Certificate of the small authority, in PEM; of the old one too while it is replaced. */
  readonly authority: Buffer;
  /** Resolves when the issuer answers. */
  readonly ready: Promise<void>;
  /** Of the process with that name, as its settings name them. */
  settings(name: string): Readonly<Record<string, string>>;
  /** Of a process that is no service: "prometheus". */
  files(name: string): TlsFileNames;
  /** Makes again the certificates that end soon. */
  renew(): Promise<void>;
  stop(): Promise<void>;
}

export interface LocalIdentityOptions {
  readonly dataDir: string;
  readonly logDir: string;
  /** Of the issuer. */
  readonly port: number;
  /** The processes that need a certificate. */
  readonly names: readonly string[];
}

/** Reads metrics and status, as Prometheus does. */
export const READER = 'prometheus';
const ISSUER = 'issuer';

/** Makes the certificates that are missing, and starts the demo issuer. */
export async function startIdentity({ dataDir, logDir, port, names }: LocalIdentityOptions): Promise<LocalIdentity> {
  const host = calledHost();
  const authority = new LocalAuthority({ dataDir, hosts: [host.replace(/^\[(.*)\]$/, '$1')] });
  const renew = () => authority.ensure([...names, READER, ISSUER]);
  await renew();
  const issuer = `https://${host}:${port}`;
  const files = authority.filesOf(ISSUER);
  mkdirSync(join(dataDir, 'issuer'), { recursive: true, mode: 0o700 });
  const demoSecret = openDemoSecret(join(dataDir, SECRET));
  const connection: ConnectionFile = {
    ...{ authorityFile: 'tls/ca.crt', issuer, demoSecretFile: SECRET, trustDomain: TRUST_DOMAIN },
  };
  writeFileSync(join(dataDir, CONNECTION_FILE), JSON.stringify(connection));
  const signingKeyFile = resolve(dataDir, 'issuer/key.json');
  const listening = { issuer, host: host.replace(/^\[(.*)\]$/, '$1'), port };
  const child = startChild({
    name: 'demo-issuer',
    file: join(import.meta.dirname, 'issuer/issuer-program.ts'),
    env: { CX_DEMO_ISSUER: JSON.stringify({ ...listening, files, signingKeyFile, demoSecret }) },
    logDir,
  });
  const ready = untilReady(child, `${issuer}/.well-known/openid-configuration`, readFileSync(files.authority));
  ready.catch(() => undefined); // it is awaited by the caller
  return {
    dataDir,
    get authority() {
      return readFileSync(files.authority);
    },
    ready,
    settings: (name) => settingsFrom(authority.filesOf(name), issuer),
    files: (name) => authority.filesOf(name),
    renew,
    stop: () => child.stop(),
  };
}

const SECRET = 'issuer/secret';

/** The settings of a process with these certificates. */
export function settingsFrom({ certificate, key, authority }: TlsFileNames, issuer: string) {
  return {
    CX_TLS_CERTIFICATE_FILE: certificate,
    CX_TLS_KEY_FILE: key,
    CX_TLS_CA_FILE: authority,
    CX_TRUST_DOMAIN: TRUST_DOMAIN,
    CX_OIDC_ISSUER: issuer,
    CX_OIDC_AUDIENCE: DEMO_AUDIENCE,
    CX_OIDC_CA_FILE: authority,
    CX_FIRST_PUBLISHERS: FIRST_PUBLISHERS.join(),
  };
}
