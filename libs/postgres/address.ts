import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { CxError } from '#libs/domain/error.js';

/** How a connection is encrypted, with the meaning that libpq (psql) gives to the same words. */
export const TLS_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type TlsMode = (typeof TLS_MODES)[number];

/** The parts of an address, in the form that the driver takes. */
export interface Address {
  /** Host, port, user, password and database; `ssl` is decided by `tls`. */
  readonly client: ClientConfig;
  readonly tls: TlsMode;
  /** False for no encryption, otherwise what is checked of the server's certificate. */
  readonly ssl: ClientConfig['ssl'];
}

const PARAMETERS = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'application_name'] as const;
type Parameters = Partial<Record<(typeof PARAMETERS)[number], string>>;

/**
 * Reads a postgres:// address. The driver would read it too, but it gives other meanings to `sslmode` than libpq and warns that
 * these will change; here they are decided (docs/postgresql.md).
 *
 * @throws {CxError} STORE_MISCONFIGURED for a parameter or mode that is not known, and for a certificate that cannot be read
 */
export function readAddress(address: string): Address {
  const url = parse(address);
  const parameters = readParameters(url);
  const tls = (parameters.sslmode ?? 'prefer') as TlsMode;
  if (!TLS_MODES.includes(tls)) wrong(`sslmode is one of ${TLS_MODES.join(', ')}`);
  const client: ClientConfig = {
    host: parameters.host ?? decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 5_432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  };
  return { client, tls, ssl: sslOf(tls, parameters) };
}

/** The driver's own parser would quote the whole address, with its password, in its error. */
function parse(address: string): URL {
  return URL.canParse(address) ? new URL(address) : wrong('it is not a postgres:// address');
}

function readParameters(url: URL): Parameters {
  for (const name of url.searchParams.keys()) {
    if (!(PARAMETERS as readonly string[]).includes(name)) {
      wrong(`the parameter ${name} is not known; known are ${PARAMETERS.join(', ')}`);
    }
  }
  return Object.fromEntries(url.searchParams);
}

function sslOf(tls: TlsMode, { sslrootcert, sslcert, sslkey }: Parameters): ClientConfig['ssl'] {
  if (tls === 'disable') return false;
  if (tls === 'verify-ca' && sslrootcert === undefined) {
    wrong('sslmode=verify-ca needs sslrootcert, the file with the certificate of the authority');
  }
  // As in libpq, `require` with an authority checks it too.
  const checksAuthority = tls === 'verify-full' || (tls !== 'prefer' && sslrootcert !== undefined);
  return {
    rejectUnauthorized: checksAuthority,
    ...(tls === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(sslrootcert === undefined ? {} : { ca: read('sslrootcert', sslrootcert) }),
    ...(sslcert === undefined ? {} : { cert: read('sslcert', sslcert) }),
    ...(sslkey === undefined ? {} : { key: read('sslkey', sslkey) }),
  };
}

function read(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return wrong(`the file of ${parameter} cannot be read`, error);
  }
}

function wrong(what: string, cause?: unknown): never {
  throw new CxError('STORE_MISCONFIGURED', `CX_DATABASE_URL is wrong: ${what}`, { cause });
}
