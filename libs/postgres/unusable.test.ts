import { describe, expect, it } from 'vitest';
import { whyUnusable } from './unusable.js';

describe('a database that can never be used as configured', () => {
  it.each([
    ['28P01', 'password authentication failed for user "cx"', 'correct both in CX_DATABASE_URL'],
    ['08P01', 'SASL authentication failed', 'correct both in CX_DATABASE_URL'],
    ['08P01', 'no such user: cx', 'correct both in CX_DATABASE_URL'],
    ['', 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'correct both in CX_DATABASE_URL'],
    ['28000', 'role "cx" does not exist', 'correct the user in CX_DATABASE_URL, or pg_hba.conf'],
    ['28000', 'no pg_hba.conf entry for host "10.0.0.1", user "cx", no encryption', 'set sslmode=verify-full'],
    ['3D000', 'database "cx" does not exist', 'correct it in CX_DATABASE_URL, or create it'],
    ['08P01', 'no such database: cx', 'correct it in CX_DATABASE_URL, or create it'],
    ['08P01', 'unsupported startup parameter: options', 'ignore_startup_parameters of pgbouncer'],
    ['', 'The server does not support SSL connections', 'change sslmode in CX_DATABASE_URL'],
    ['42501', 'permission denied for database "cx"', 'grant it CONNECT'],
    ['42501', 'permission denied for schema public', 'set CX_MIGRATE=wait'],
    ['42501', 'permission denied for table fact', 'with CX_SERVICE_ROLE set to this user'],
    ['CERT_HAS_EXPIRED', 'certificate has expired', 'renew it'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames", 'correct the host'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'correct sslrootcert'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', 'correct sslrootcert'],
  ])('says %s, "%s", and the sentence names the setting', (code, message, setting) => {
    expect(whyUnusable(code, message)).toContain(setting);
  });

  it.each([
    ['08P01', 'query_wait_timeout'],
    ['08P01', 'no more connections allowed (max_client_conn)'],
    ['57P03', 'the database system is starting up'],
    ['53300', 'sorry, too many clients already'],
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:5432'],
    ['', 'Connection terminated unexpectedly'],
  ])('does not say %s, "%s": that passes', (code, message) => {
    expect(whyUnusable(code, message)).toBeUndefined();
  });
});
