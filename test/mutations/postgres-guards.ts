import { contract, type Guard, unit } from './guard.js';

/** What keeps a wrong configuration, a pooler or a full disk from doing harm. */
export const POSTGRES_GUARDS: readonly Guard[] = [
  {
    guard: 'no setting is made in a session that a pooler shares',
    file: 'libs/postgres/sql/greet.sql',
    find: 'from (select pg_backend_pid() = $1::integer as is_own) as own',
    replace: 'from (select true as is_own where $1::integer is not null) as own',
    test: contract('pgbouncer.test.ts'),
  },
  {
    guard: 'behind a pooler every statement has its time limits',
    file: 'libs/postgres/database.ts',
    find: 'if (!isPooled && !isSpecial) return start;',
    replace: 'if (!isSpecial) return start;',
    test: contract('pgbouncer.test.ts'),
  },
  {
    guard: 'a refused password or database is never called unavailable',
    file: 'libs/postgres/failure.ts',
    find: 'if (misconfigured !== undefined) {',
    replace: 'if (misconfigured === code) {',
    test: unit('libs/postgres/failure.test.ts'),
  },
  {
    guard: 'a read-only replica is refused when a process connects',
    file: 'libs/postgres/server-check.ts',
    find: 'if (isReplica) {',
    replace: 'if (isReplica && isReadOnly) {',
    test: contract('database-start.test.ts'),
  },
  {
    guard: 'sslmode=verify-full compares the host name with the certificate',
    file: 'libs/postgres/address.ts',
    find: "...(tls === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),",
    replace: 'checkServerIdentity: () => undefined,',
    test: contract('database-tls.test.ts'),
  },
  {
    guard: 'a start waits only for what may pass by itself',
    file: 'libs/postgres/open.ts',
    find: "if (!(error instanceof CxError) || error.reason !== 'STORE_UNAVAILABLE') throw error;",
    replace: 'if (!(error instanceof CxError)) throw error;',
    test: contract('database-start.test.ts'),
  },
  {
    guard: 'a connection to a server that became read-only is given up',
    file: 'libs/postgres/failure.ts',
    find: "if (error instanceof CxError) return error.reason === 'STORE_MISCONFIGURED';",
    replace: 'if (error instanceof CxError) return false;',
    test: contract('database-start.test.ts'),
  },
  {
    guard: 'a start that fails says the last fatal line of PostgreSQL, Kafka and Prometheus',
    file: 'deploy/local/last-fatal.ts',
    find: "return [message, ...more].join(' ')",
    replace: 'return message',
    test: unit('deploy/local/last-fatal.test.ts'),
  },
  {
    guard: 'a wrong address of a database is refused without quoting a part of its password',
    file: 'libs/postgres/address.ts',
    find: "url.hash !== '' || rest.includes('@')",
    replace: "url.hash !== ''",
    test: unit('libs/postgres/address.test.ts'),
  },
  {
    guard: 'a setting that is given twice, as it is and as a file, is refused',
    file: 'libs/runtime/settings-files.ts',
    find: "if ((env[name] ?? '') !== '') throw",
    replace: 'if (env[name] === file) throw',
    test: unit('libs/runtime/settings-files.test.ts'),
  },
];
