import { X509Certificate } from 'node:crypto';
import { chmodSync, chownSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalPostgres, startPostgres } from '#deploy/local/postgres.js';
import { Database } from '#libs/postgres/database.js';
import { databaseUrl } from '#libs/runtime/settings.js';
import { Certificates } from '#test/stack/certificates.js';

/** Files are looked at every five seconds. */
const WITHIN = { timeout: 15_000, interval: 200 };
/** The certificate of the server is for this name only. */
const NAME = 'localhost';

describe('sslmode on a server with a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-tls-'));
  const certificates = new Certificates(folder);
  const file = (name: string) => certificates.file(name);
  let server: LocalPostgres;
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.message);

  beforeAll(async () => {
    process.on('warning', note);
    chmodSync(folder, 0o755);
    certificates.makeAuthority('authority');
    certificates.makeAuthority('stranger');
    certificates.make('server', { authority: 'authority', names: [`DNS:${NAME}`] });
    certificates.make('client', { authority: 'authority', subject: 'cx' });
    certificates.make('foreign', { authority: 'stranger', subject: 'cx' });
    const dataDir = file('data');
    server = await startPostgres({ dataDir, databases: ['secure', 'proven'], volatile: true });
    await server.stop();
    const { uid, gid } = statSync(dataDir);
    chownSync(file('server.key'), uid, gid);
    chmodSync(file('server.key'), 0o600);
    const proven = 'hostssl proven all all scram-sha-256 clientcert=verify-full';
    const rules = [proven, 'hostssl secure all all scram-sha-256', 'host postgres all all password'];
    writeFileSync(join(dataDir, 'pg_hba.conf'), `${rules.join('\n')}\n`);
    const own = { ssl_cert_file: file('server.crt'), ssl_key_file: file('server.key') };
    const settings = { ssl: 'on', ...own, ssl_ca_file: file('authority.crt') };
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

  const CLIENT = 'sslmode=verify-full&sslrootcert=$authority.crt';
  it('a client with a certificate is let in where the server asks for one', async () => {
    const parameters = `${CLIENT}&sslcert=$client.crt&sslkey=$client.key`;
    expect(await connect(parameters, { database: 'proven' })).toBe(true);
  });

  it('replaced certificates are used by new connections, and no call fails meanwhile', async () => {
    certificates.make('renewed', { authority: 'authority', subject: 'cx' });
    const copy = (from: string, part: 'crt' | 'key') => copyFileSync(file(`${from}.${part}`), file(`mounted.${part}`));
    for (const part of ['crt', 'key'] as const) copy('client', part);
    const parameters = `${CLIENT}&sslcert=$mounted.crt&sslkey=$mounted.key`.replaceAll('$', `${folder}/`);
    const url = new URL(`${server.url('proven')}?${parameters}`);
    url.hostname = NAME;
    const heard: (string | undefined)[] = [];
    const store = new Database({ url: url.href, name: 'tls', onCertificates: (mistake) => heard.push(mistake) });
    /** The serial number of the certificate that the server sees. */
    const seen = async () => {
      const query = 'select client_serial::text as serial from pg_stat_ssl where pid = pg_backend_pid()';
      return (await store.query<{ serial: string }>(query))[0]?.serial;
    };
    const serialOf = (name: string) =>
      BigInt(`0x${new X509Certificate(certificates.text(`${name}.crt`)).serialNumber}`).toString();
    try {
      expect(await seen()).toBe(serialOf('client'));
      copy('renewed', 'crt'); // its key is not there yet
      const mistake = expect.stringContaining('the file of sslkey does not belong to the certificate');
      await expect.poll(async () => [await seen(), heard], WITHIN).toEqual([serialOf('client'), [mistake]]);
      copy('renewed', 'key');
      await expect.poll(seen, WITHIN).toBe(serialOf('renewed'));
      expect(heard).toEqual([mistake, undefined]);
    } finally {
      await store.close();
    }
  });

  it.each([
    ['no certificate', CLIENT, 'asks for a certificate of this service; set sslcert and sslkey'],
    [
      'a certificate of another authority',
      `${CLIENT}&sslcert=$foreign.crt&sslkey=$foreign.key`,
      'refuses the certificate of this service; correct sslcert and sslkey',
    ],
    [
      'the key of another certificate',
      `${CLIENT}&sslcert=$client.crt&sslkey=$foreign.key`,
      'the file of sslkey does not belong to the certificate',
    ],
    ['an authority that is no certificate', 'sslmode=verify-full&sslrootcert=$client.key', 'holds no certificate'],
  ])('a client with %s is refused with the setting to change', async (_, parameters, says) => {
    await expect(connect(parameters, { database: 'proven' })).rejects.toMatchObject({
      reason: 'STORE_MISCONFIGURED',
      message: expect.stringContaining(says),
    });
  });

  it.each(['p@:/?#%&=', ' two  spaces ', '100%', '%41', 'Grüße 🙂', 'ﬁ² soft\u00adhyphen', `'"\\$(x)\``])(
    'the password %s works in CX_DATABASE_PASSWORD and, as percent codes, in the address',
    async (password) => {
      const admin = new Database({ url: server.url('postgres'), name: 'tls' });
      await admin.query(`drop role if exists any_password`);
      await admin.query(`create role any_password login password '${password.replaceAll("'", "''")}'`);
      await admin.close();
      const address = `postgres://any_password@${NAME}:${server.port}/secure?sslmode=require`;
      const urls = [
        databaseUrl({ CX_DATABASE_URL: address, CX_DATABASE_PASSWORD: password }),
        address.replace('any_password', `any_password:${encodeURIComponent(password)}`),
      ];
      for (const url of urls) {
        const store = new Database({ url, name: 'tls' });
        expect(await store.query('select current_user::text as name')).toEqual([{ name: 'any_password' }]);
        await store.close();
      }
    },
  );

  it('prints no warning of the driver', () => {
    expect(warnings).toEqual([]);
  });
});
