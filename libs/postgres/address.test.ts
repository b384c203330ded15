import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Certificates } from '#test/stack/certificates.js';
import { readAddress } from './address.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-address-'));
const made = new Certificates(folder);
made.makeAuthority('authority');
made.makeAuthority('other');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [AUTHORITY, KEY, OTHER_KEY] = ['authority.crt', 'authority.key', 'other.key'].map((name) => made.file(name));

const at = (parameters: string) => readAddress(`postgres://cx:p%40s@db.example:6432/cx_delivery${parameters}`);

describe('the address of a database', () => {
  it('is read with its parts decoded', () => {
    expect(at('').client).toEqual({
      host: 'db.example',
      port: 6432,
      user: 'cx',
      password: 'p@s',
      database: 'cx_delivery',
    });
  });

  it('may name an IPv6 address or the folder of a socket', () => {
    expect(readAddress('postgres://cx@[::1]/cx').client).toMatchObject({ host: '::1', port: 5432 });
    expect(readAddress('postgres://cx@localhost/cx?host=/run/postgresql').client.host).toBe('/run/postgresql');
  });

  it.each(['p@:/?#%', 'with spaces ', '100%', '%41', 'Grüße 🙂', `"quotes'\\$(x)\``, '&sslmode=disable'])(
    'may hold the password %s as percent codes',
    (password) => {
      const address = `postgres://cx:${encodeURIComponent(password)}@db.example/cx`;
      expect(readAddress(address)).toMatchObject({ tls: 'prefer', client: { password, host: 'db.example' } });
    },
  );

  it.each(['sec/ret', '12/sec', '12?sec', 'se#c', '12?sslmode', 'se?c', '100%', '%zz', '1#sec'])(
    'with the password %s as it is, is refused with the cure and without the password',
    (password) => {
      const read = () => readAddress(`postgres://cx:${password}@db.example/cx`);
      expect(read).toThrow(/^CX_DATABASE_URL is wrong: .*CX_DATABASE_PASSWORD$/);
      expect(read).not.toThrow(/sec|zz|12/);
    },
  );

  it.each([
    ['', 'prefer', false],
    ['?sslmode=prefer', 'prefer', false],
    ['?sslmode=require', 'require', false],
    [`?sslmode=require&sslrootcert=${AUTHORITY}`, 'require', true],
    [`?sslmode=verify-ca&sslrootcert=${AUTHORITY}`, 'verify-ca', true],
    ['?sslmode=verify-full', 'verify-full', true],
  ])('with "%s" has the TLS mode %s, as in psql', (parameters, tls, rejectUnauthorized) => {
    expect(at(parameters)).toMatchObject({ tls, ssl: { rejectUnauthorized } });
  });

  it('with sslmode=disable is not encrypted', () => {
    expect(at('?sslmode=disable')).toMatchObject({ tls: 'disable', ssl: false });
  });

  it('checks the host name with verify-full only', () => {
    expect(at('?sslmode=verify-full').ssl).not.toHaveProperty('checkServerIdentity');
    expect(at(`?sslmode=verify-ca&sslrootcert=${AUTHORITY}`).ssl).toHaveProperty('checkServerIdentity');
  });

  it.each([
    ['?sslmode=allow', 'sslmode is one of disable, prefer, require, verify-ca, verify-full'],
    ['?sslmode=verify-ca', 'sslmode=verify-ca needs sslrootcert'],
    ['?sslmode=verify-full&sslrootcert=/no/such/file', 'the file of sslrootcert cannot be read'],
    ['?sslmode=verify-full&sslrootcert=/dev/null', 'the file of sslrootcert holds no certificate in PEM'],
    [`?sslmode=require&sslcert=${AUTHORITY}`, 'the file of sslkey is missing: a certificate needs its key'],
    [`?sslmode=require&sslcert=${AUTHORITY}&sslkey=${OTHER_KEY}`, 'the file of sslkey does not belong to'],
    [`?sslmode=require&sslcert=${KEY}&sslkey=${KEY}`, 'the file of sslcert holds no certificate in PEM'],
    ['?statement_timeout=5000', 'the parameter statement_timeout is not known'],
  ])('with "%s" is refused', (parameters, says) => {
    expect(() => at(parameters)).toThrow(`CX_DATABASE_URL is wrong: ${says}`);
  });
});
