import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalPostgres, startPostgres } from '#deploy/local/postgres.js';
import { Database } from '#libs/postgres/database.js';

/** The certificate of the server is for this name only. */
const NAME = 'localhost';

describe('sslmode on a server with a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-tls-'));
  const file = (name: string) => join(folder, name);
  let server: LocalPostgres;
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.message);

  beforeAll(async () => {
    process.on('warning', note);
    chmodSync(folder, 0o755);
    makeAuthority(folder, 'authority');
    makeAuthority(folder, 'stranger');
    makeCertificate(folder, 'authority');
    const dataDir = file('data');
    server = await startPostgres({ dataDir, databases: ['secure'], volatile: true });
    await server.stop();
    const { uid, gid } = statSync(dataDir);
    chownSync(file('server.key'), uid, gid);
    chmodSync(file('server.key'), 0o600);
    writeFileSync(join(dataDir, 'pg_hba.conf'), 'hostssl secure all all password\nhost postgres all all password\n');
    const settings = { ssl: 'on', ssl_cert_file: file('server.crt'), ssl_key_file: file('server.key') };
    server = await startPostgres({ dataDir, databases: [], volatile: true, settings });
  });
  afterAll(async () => {
    process.off('warning', note);
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether the server saw an encrypted connection. */
  async function connect(parameters: string, { host = NAME, database = 'secure' } = {}): Promise<boolean | undefined> {
    const url = new URL(`${server.url(database)}?${parameters.replaceAll('$', `${folder}/`)}`);
    url.hostname = host;
    const store = new Database({ url: url.href, name: 'tls' });
    try {
      const [row] = await store.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
      return row?.ssl;
    } finally {
      await store.close();
    }
  }

  it.each([
    ['', {}],
    ['sslmode=prefer', {}],
    ['sslmode=require', {}],
    ['sslmode=require', { host: '127.0.0.1' }],
    ['sslmode=require&sslrootcert=$authority.crt', { host: '127.0.0.1' }],
    ['sslmode=verify-ca&sslrootcert=$authority.crt', {}],
    ['sslmode=verify-ca&sslrootcert=$authority.crt', { host: '127.0.0.1' }],
    ['sslmode=verify-full&sslrootcert=$authority.crt', {}],
  ])('"%s" encrypts %o', async (parameters, to) => {
    expect(await connect(parameters, to)).toBe(true);
  });

  it('"sslmode=disable" does not encrypt', async () => {
    expect(await connect('sslmode=disable', { database: 'postgres' })).toBe(false);
  });

  const AUTHORITY = 'the certificate of the server is not from a known authority; correct sslrootcert';
  it.each([
    ['sslmode=disable', {}, 'the server takes only encrypted connections of this user; set sslmode=verify-full'],
    ['sslmode=require&sslrootcert=$stranger.crt', {}, AUTHORITY],
    ['sslmode=verify-ca&sslrootcert=$stranger.crt', {}, AUTHORITY],
    ['sslmode=verify-full&sslrootcert=$stranger.crt', {}, AUTHORITY],
    ['sslmode=verify-full', {}, AUTHORITY],
    [
      'sslmode=verify-full&sslrootcert=$authority.crt',
      { host: '127.0.0.1' },
      'the certificate of the server is for another host name; correct the host',
    ],
  ])('"%s" is refused %o, and the sentence names the setting', async (parameters, to, says) => {
    await expect(connect(parameters, to)).rejects.toMatchObject({
      reason: 'STORE_MISCONFIGURED',
      message: expect.stringContaining(says),
    });
  });

  it('prints no warning of the driver', () => {
    expect(warnings).toEqual([]);
  });
});

function makeAuthority(folder: string, name: string): void {
  openssl(folder, 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, [
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.crt`,
  ]);
}

function makeCertificate(folder: string, authority: string): void {
  writeFileSync(join(folder, 'names.cnf'), `subjectAltName=DNS:${NAME}\n`);
  openssl(folder, 'req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${NAME}`, [
    '-keyout',
    'server.key',
    '-out',
    'server.csr',
  ]);
  openssl(folder, 'x509', '-req', '-in', 'server.csr', '-days', '2', '-extfile', 'names.cnf', '-out', 'server.crt', [
    '-CA',
    `${authority}.crt`,
    '-CAkey',
    `${authority}.key`,
    '-CAcreateserial',
  ]);
}

function openssl(folder: string, ...args: readonly (string | readonly string[])[]): void {
  execFileSync('openssl', args.flat(), { cwd: folder, stdio: 'ignore' });
}
