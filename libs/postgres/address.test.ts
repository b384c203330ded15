import { describe, expect, it } from 'vitest';
import { readAddress } from './address.js';

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

  it.each([
    ['', 'prefer', false],
    ['?sslmode=prefer', 'prefer', false],
    ['?sslmode=require', 'require', false],
    ['?sslmode=require&sslrootcert=/dev/null', 'require', true],
    ['?sslmode=verify-ca&sslrootcert=/dev/null', 'verify-ca', true],
    ['?sslmode=verify-full', 'verify-full', true],
  ])('with "%s" has the TLS mode %s, as in psql', (parameters, tls, rejectUnauthorized) => {
    expect(at(parameters)).toMatchObject({ tls, ssl: { rejectUnauthorized } });
  });

  it('with sslmode=disable is not encrypted', () => {
    expect(at('?sslmode=disable')).toMatchObject({ tls: 'disable', ssl: false });
  });

  it('checks the host name with verify-full only', () => {
    expect(at('?sslmode=verify-full').ssl).not.toHaveProperty('checkServerIdentity');
    expect(at('?sslmode=verify-ca&sslrootcert=/dev/null').ssl).toHaveProperty('checkServerIdentity');
  });

  it.each([
    ['?sslmode=allow', 'sslmode is one of disable, prefer, require, verify-ca, verify-full'],
    ['?sslmode=verify-ca', 'sslmode=verify-ca needs sslrootcert'],
    ['?sslmode=verify-full&sslrootcert=/no/such/file', 'the file of sslrootcert cannot be read'],
    ['?statement_timeout=5000', 'the parameter statement_timeout is not known'],
  ])('with "%s" is refused', (parameters, says) => {
    expect(() => at(parameters)).toThrow(`CX_DATABASE_URL is wrong: ${says}`);
  });
});
