import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig } from './config.js';
import { caseKey, databaseUrl, serviceSettings } from './settings.js';

const schema = z.object({ ...serviceSettings(7103), CX_CASE_KEY: caseKey() });
const proof = {
  CX_TLS_CERTIFICATE_FILE: '/cx/tls.crt',
  CX_TLS_KEY_FILE: '/cx/tls.key',
  CX_TLS_CA_FILE: '/cx/ca.crt',
  CX_TRUST_DOMAIN: 'cx.example.com',
  CX_OIDC_ISSUER: 'https://login.example.com',
};
const enough = {
  ...proof,
  CX_DATABASE_URL: 'postgres://cx@127.0.0.1:5432/delivery',
  CX_INSTALLATION: '4d6ac2b4-7d3a-4c1e-9d2a-0d9a7a3e5f10',
  CX_CASE_KEY: 'ab'.repeat(32),
};

/** The sentences a process would end with. */
function mistakes(env: Record<string, string>): readonly string[] {
  try {
    readConfig(schema, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
}

describe('configuration', () => {
  it('has the addresses to listen on, and a default for every optional setting', () => {
    expect(readConfig(schema, enough)).toMatchObject({
      CX_HOST: '127.0.0.1',
      CX_GRPC_PORT: 7103,
      CX_HTTP_PORT: 7203,
      KAFKA_BROKERS: [],
      CX_UPSTREAMS: {},
      CX_CASE_KEY: Buffer.alloc(32, 0xab),
    });
  });

  it('reads lists, numbers and addresses out of text', () => {
    const env = {
      ...enough,
      CX_GRPC_PORT: '0',
      KAFKA_BROKERS: 'a:1, b:2,',
      CX_UPSTREAMS: '{"ordering":"127.0.0.1:7101"}',
    };
    expect(readConfig(schema, env)).toMatchObject({
      CX_GRPC_PORT: 0,
      KAFKA_BROKERS: ['a:1', 'b:2'],
      CX_UPSTREAMS: { ordering: '127.0.0.1:7101' },
    });
  });

  it('treats an empty variable as not set', () => {
    expect(readConfig(schema, { ...enough, CX_GRPC_PORT: '' }).CX_GRPC_PORT).toBe(7103);
    expect(mistakes({ ...enough, CX_DATABASE_URL: '' })).toEqual(['CX_DATABASE_URL is not set (postgres://...).']);
  });

  it('reports all mistakes at once, each in a sentence', () => {
    expect(mistakes({ ...proof, CX_GRPC_PORT: '70000', CX_UPSTREAMS: '{', CX_CASE_KEY: 'secret' })).toEqual([
      expect.stringMatching(/^CX_GRPC_PORT is wrong \(the port of the gRPC API\): .*65535.*\.$/),
      'CX_DATABASE_URL is not set (postgres://...).',
      'CX_INSTALLATION is not set (the UUID of this company).',
      expect.stringMatching(/^CX_UPSTREAMS is wrong .*: it is not JSON\.$/),
      expect.stringMatching(/^CX_CASE_KEY is wrong .*: it is not 64 hexadecimal digits\.$/),
    ]);
  });

  it('never repeats a value, because some are secret', () => {
    expect(mistakes({ ...enough, CX_CASE_KEY: 'my-secret', CX_DATABASE_URL: 'http://me:fish@x' }).join()).not.toMatch(
      /my-secret|fish/,
    );
  });

  it.each([
    ['a port of text', { CX_HTTP_PORT: 'http' }],
    ['half a port', { CX_HTTP_PORT: '7203.5' }],
    ['a port below none', { CX_HTTP_PORT: '-1' }],
    ['a database of another kind', { CX_DATABASE_URL: 'mysql://x/y' }],
    ['an issuer without TLS', { CX_OIDC_ISSUER: 'http://login.example.com' }],
    ['a trust domain with capitals', { CX_TRUST_DOMAIN: 'CX.example.com' }],
    ['no certificate', { CX_TLS_CERTIFICATE_FILE: '' }],
    ['a company that is no UUID', { CX_INSTALLATION: 'acme' }],
    ['an upstream that is no service', { CX_UPSTREAMS: '{"customer":"127.0.0.1:1"}' }],
    ['a key of 63 digits', { CX_CASE_KEY: 'a'.repeat(63) }],
  ])('refuses %s', (_, wrong) => {
    expect(mistakes({ ...enough, ...wrong })).toHaveLength(1);
  });
});

describe('settings from files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-config-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, content: string, mode = 0o600) => {
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), mode);
    return join(folder, name);
  };
  const { CX_CASE_KEY: _, ...withoutKey } = enough;

  it('are read as if they stood in the environment', () => {
    const env = { ...withoutKey, CX_CASE_KEY_FILE: file('key', `${'ab'.repeat(32)}\n`) };
    expect(readConfig(schema, env).CX_CASE_KEY).toEqual(Buffer.alloc(32, 0xab));
  });

  it('are checked like the others, together with the others', () => {
    const env = {
      ...withoutKey,
      CX_CASE_KEY_FILE: file('bad', 'secret'),
      CX_GRPC_PORT: 'x',
      CX_DATABASE_URL_FILE: folder,
    };
    expect(mistakes(env)).toEqual([
      'CX_DATABASE_URL and CX_DATABASE_URL_FILE are both set; set only one of them.',
      expect.stringContaining('CX_GRPC_PORT is wrong'),
      expect.stringContaining('CX_CASE_KEY is wrong'),
    ]);
  });

  it('that cannot be read are named once, and not called missing', () => {
    expect(mistakes({ ...withoutKey, CX_CASE_KEY_FILE: join(folder, 'none') })).toEqual([
      expect.stringMatching(/^CX_CASE_KEY_FILE is wrong: .*none cannot be read: there is no such file/),
    ]);
  });

  it('are reported when every user may read a secret, and not when every user may read another setting', () => {
    const seen: string[] = [];
    const { CX_INSTALLATION, ...others } = withoutKey;
    const key = file('open', 'ab'.repeat(32), 0o644);
    const env = { ...others, CX_CASE_KEY_FILE: key, CX_INSTALLATION_FILE: file('id', CX_INSTALLATION, 0o644) };
    readConfig(schema, env, ({ setting }) => seen.push(setting));
    expect(seen).toEqual(['CX_CASE_KEY_FILE']);
  });
});

describe('the address of the database', () => {
  const url = (address: string, password = '') =>
    databaseUrl({ CX_DATABASE_URL: address, CX_DATABASE_PASSWORD: password });

  it('is used as it is when it holds the password', () => {
    expect(url('postgres://cx:p%40s@db/cx')).toBe('postgres://cx:p%40s@db/cx');
  });

  it.each(['p@:/?#%20 x', 'Grüße 🙂', '%', 'quotes\'"\\'])('takes the password %s as it is', (password) => {
    const { password: coded, host } = new URL(url('postgres://cx@db:6432/cx?sslmode=require', password));
    expect([decodeURIComponent(coded), host]).toEqual([password, 'db:6432']);
  });

  it.each([
    ['two passwords', 'postgres://cx:x@db/cx', 'both hold a password; remove one'],
    ['no user', 'postgres://db/cx', 'names no user and host'],
    ['no host', 'postgres:///cx?host=/run/postgresql', 'names no user and host'],
  ])('is refused with %s', (_, address, says) => {
    expect(() => url(address, 'y')).toThrow(says);
  });
});
