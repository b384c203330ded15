import { existsSync, readFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { dataFile, SettingError } from '../addresses.js';

/** Who issues tokens, and where those of this user are kept. */
export interface Issuer {
  /** "https://login.example.com/realms/cx" */
  readonly url: string;
  /** The name under which the issuer knows `cx`. */
  readonly client: string;
  /** Certificates in PEM of the authorities that may sign the issuer's certificate; undefined: the public ones. */
  readonly authority: Buffer | undefined;
  /** Folder of sessions, mode 0700. */
  readonly sessions: string;
  readonly isDemo: boolean;
  /** Of the demo issuer: who knows it may act for every person and feed. */
  readonly demoSecret: string | undefined;
}

/** What `npm start` writes into its data folder for `cx`. Files are named from that folder. */
export interface ConnectionFile {
  readonly authorityFile: string;
  readonly issuer: string;
  readonly demoSecretFile: string;
  /** Of the certificates of its services. */
  readonly trustDomain?: string;
}

export const CONNECTION_FILE = 'connection.json';

/**
 * The issuer that CX_OIDC_ISSUER names, or the demo issuer of the data folder.
 *
 * @throws {SettingError} when there is neither
 */
export function readIssuer(env: NodeJS.ProcessEnv): Issuer {
  const url = env['CX_OIDC_ISSUER'] ?? '';
  if (url !== '') {
    return {
      url,
      client: env['CX_OIDC_CLIENT'] || 'cx',
      authority: fileIn(env, 'CX_OIDC_CA_FILE'),
      sessions: join(configFolder(env), 'sessions'),
      isDemo: false,
      demoSecret: undefined,
    };
  }
  const demo = readConnection(env);
  if (demo === undefined) throw new SettingError(NO_ISSUER);
  return {
    url: demo.issuer,
    client: 'cx',
    authority: readFileSync(demo.authorityFile),
    sessions: join(demo.folder, 'sessions'),
    isDemo: true,
    demoSecret: readFileSync(demo.demoSecretFile, 'utf8'),
  };
}

const NO_ISSUER =
  'cx does not know who issues tokens. Start everything with: npm start. If the services run elsewhere, set CX_OIDC_ISSUER to the issuer of your company and CX_TLS_CA_FILE to the certificate of its authority, then: cx login.';

/** The authorities whose certificates `cx` believes of services: those of CX_TLS_CA_FILE, of the data folder, or the public ones. */
export function readAuthority(env: NodeJS.ProcessEnv): Buffer | undefined {
  const given = fileIn(env, 'CX_TLS_CA_FILE');
  if (given !== undefined) return given;
  const demo = readConnection(env);
  return demo === undefined ? undefined : readFileSync(demo.authorityFile);
}

/** The trust domain of the services that `cx` calls: CX_TRUST_DOMAIN, or that of the data folder; undefined where none states it. */
export function readTrustDomain(env: NodeJS.ProcessEnv): string | undefined {
  // Without an authority of its own, cx asks the installation of the data folder.
  return env['CX_TRUST_DOMAIN'] || (env['CX_TLS_CA_FILE'] ? undefined : readConnection(env)?.trustDomain);
}

function readConnection(env: NodeJS.ProcessEnv): (ConnectionFile & { readonly folder: string }) | undefined {
  const file = dataFile(env, CONNECTION_FILE);
  if (!existsSync(file)) return undefined;
  const folder = dirname(file);
  const { authorityFile, demoSecretFile, ...stated } = JSON.parse(readFileSync(file, 'utf8')) as ConnectionFile;
  return {
    ...stated,
    folder,
    authorityFile: resolve(folder, authorityFile),
    demoSecretFile: resolve(folder, demoSecretFile),
  };
}

function fileIn(env: NodeJS.ProcessEnv, name: string): Buffer | undefined {
  const file = env[name] ?? '';
  if (file === '') return undefined;
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new SettingError(`${name}=${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause });
  }
}

/** Where programs of this operating system keep what belongs to a user. */
function configFolder(env: NodeJS.ProcessEnv): string {
  if (platform() === 'win32') return join(env['APPDATA'] ?? homedir(), 'cx-index');
  if (platform() === 'darwin') return join(homedir(), 'Library/Application Support/cx-index');
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'cx-index');
}
