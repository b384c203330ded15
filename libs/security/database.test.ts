import { describe, expect, it } from 'vitest';
import type { DatabaseRights } from '#libs/domain/database-rights.js';
import { type DatabaseAddress, databaseInsecurities } from './database.js';

const RIGHTS: DatabaseRights = {
  ...{ role: 'cx_delivery', isSuperuser: false, bypassesRows: false, ownsTables: false, rewritable: [] },
  ...{ isEncrypted: true, isRemote: true },
};
const VERIFIED: DatabaseAddress = { host: 'db.example.com', tls: 'verify-full', isVerified: true };
const found = (rights: Partial<DatabaseRights> = {}, address: Partial<DatabaseAddress> = {}) =>
  databaseInsecurities({ ...RIGHTS, ...rights }, { ...VERIFIED, ...address }).map(
    ({ reason, detail }) => `${reason} ${detail}`,
  );

describe('the database of a process', () => {
  it('is in order with the roles of deploy/postgres and a server that is verified', () => {
    expect(found()).toEqual([]);
  });

  it.each<[string, Partial<DatabaseRights>, string[]]>([
    [
      'a superuser, for whom nothing else matters',
      { isSuperuser: true, bypassesRows: true, ownsTables: true, rewritable: ['fact'] },
      ['DATABASE_ROLE_IS_SUPERUSER role cx_delivery'],
    ],
    ['a role that bypasses rows', { bypassesRows: true }, ['DATABASE_ROLE_BYPASSES_ROWS role cx_delivery']],
    [
      'the owner of the tables, who may also change every row',
      { ownsTables: true, rewritable: ['fact'] },
      ['DATABASE_ROLE_OWNS_TABLES role cx_delivery'],
    ],
    [
      'a role that may rewrite',
      { rewritable: ['audit', 'fact'] },
      ['DATABASE_ROLE_MAY_REWRITE role cx_delivery: audit, fact'],
    ],
  ])('is insecure by %s', (_, rights, expected) => {
    expect(found(rights)).toEqual(expected);
  });

  const OPEN = { tls: 'prefer', isVerified: false };
  it.each<[string, Partial<DatabaseRights>, Partial<DatabaseAddress>, string[]]>([
    ['on this machine needs no TLS', { isEncrypted: false, isRemote: false }, { ...OPEN, host: '127.0.0.1' }, []],
    ['behind a socket file needs no TLS', { isEncrypted: false, isRemote: false }, { ...OPEN, host: '/run/pg' }, []],
    ['elsewhere needs TLS', { isEncrypted: false }, OPEN, ['DATABASE_UNENCRYPTED db.example.com']],
    [
      'elsewhere needs TLS up to a pooler, whatever the pooler does',
      {},
      { ...OPEN, tls: 'disable' },
      ['DATABASE_UNENCRYPTED db.example.com'],
    ],
    [
      'behind a pooler here needs TLS from there on',
      { isEncrypted: false },
      { ...OPEN, host: 'localhost' },
      ['DATABASE_UNENCRYPTED localhost'],
    ],
    [
      'elsewhere has to be verified',
      {},
      { tls: 'require', isVerified: false },
      ['DATABASE_UNVERIFIED db.example.com, sslmode=require'],
    ],
  ])('%s', (_, rights, address, expected) => {
    expect(found(rights, address)).toEqual(expected);
  });
});
