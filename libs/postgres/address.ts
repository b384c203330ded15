import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';
import { CxError } from '#libs/domain/error.js';
import { pemMistake } from '#libs/domain/pem.js';

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
  /** The files with certificates and key. */
  readonly files: readonly string[];
  /** Reads these files again. @throws {CxError} STORE_MISCONFIGURED when they cannot be used */
  readonly readSsl: () => ClientConfig['ssl'];
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
    host: parameters.host ?? decode('host', url.hostname).replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 5_432),
    user: decode('user', url.username),
    password: decode('password', url.password),
    database: decode('database', url.pathname.slice(1)),
  };
  const { sslrootcert, sslcert, sslkey } = parameters;
  const files = [sslrootcert, sslcert, sslkey].filter((file) => file !== undefined);
  const readSsl = () => sslOf(tls, parameters);
  return { client, tls, ssl: readSsl(), files, readSsl };
}

const ENCODE =
  'write @ : / ? # % and spaces of a password as %40 %3A %2F %3F %23 %25 %20, or give it as CX_DATABASE_PASSWORD';

/** The driver's own parser would quote the whole address, with its password, in its error; so no part is quoted here. */
function parse(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : wrong(`it is not a postgres:// address; ${ENCODE}`);
  // A password with a slash or a question mark ends the host too early, and the rest of the password stands behind it.
  const rest = `${url.pathname}${url.search.split('&')[0]?.split('=')[0]}`;
  return url.hash !== '' || rest.includes('@') ? wrong(`it has an @ or a # behind the host; ${ENCODE}`) : url;
}

function decode(part: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return wrong(`the ${part} has a % that begins no percent code; ${ENCODE}`);
  }
}

function readParameters(url: URL): Parameters {
  for (const name of url.searchParams.keys()) {
    if (!(PARAMETERS as readonly string[]).includes(name)) {
      const which = /^[a-z_]{1,40}$/.test(name) ? `the parameter ${name}` : 'a parameter';
      wrong(`${which} is not known; known are ${PARAMETERS.join(', ')}`);
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
  const authority = read('sslrootcert', sslrootcert);
  const certificate = read('sslcert', sslcert);
  const key = read('sslkey', sslkey);
  const mistake = pemMistake({ authority, certificate, key });
  if (mistake !== undefined) wrong(`the file of ${PARAMETER_OF[mistake.part]} ${mistake.why}`);
  return {
    rejectUnauthorized: checksAuthority,
    ...(tls === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(authority === undefined ? {} : { ca: authority }),
    ...(certificate === undefined ? {} : { cert: certificate, key }),
  };
}

const PARAMETER_OF = { authority: 'sslrootcert', certificate: 'sslcert', key: 'sslkey' } as const;

function read(parameter: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return wrong(`the file of ${parameter} cannot be read`, error);
  }
}

function wrong(what: string, cause?: unknown): never {
  throw new CxError('STORE_MISCONFIGURED', `CX_DATABASE_URL is wrong: ${what}`, { cause });
}
