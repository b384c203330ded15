import { contract, type Guard, slow, unit } from './guard.js';

/** Guards of small holes, and of what a process says about its own security. */
export const SECURITY_GUARDS: readonly Guard[] = [
  {
    guard: 'a caller that proves nothing reads no contract by reflection',
    file: 'libs/grpc/access/check-access.ts',
    find: 'if (OPEN.test(path)) return',
    replace: 'if (OPEN.test(path) || REFLECTION.test(path)) return',
    test: contract('reflection.test.ts'),
  },
  {
    guard: 'a process sends nothing to another service at the address of the one that it means',
    file: 'libs/identity/other-service.ts',
    find: 'if (name === meant) return undefined;',
    replace: 'if (name !== undefined) return undefined;',
    test: unit('libs/process/connect-to.test.ts'),
  },
  {
    guard: 'cx sends nothing to another service at the address of the one that it means',
    file: 'cli/session/connections.ts',
    find: 'const why = service === undefined ? undefined :',
    replace: 'const why = service !== trustDomain ? undefined :',
    test: slow('libs/process/start-servers.slow.test.ts'),
  },
  {
    guard: 'the metrics of cx feed kafka leave the machine as plain text only where a setting lets them',
    file: 'cli/feed/metrics-place.ts',
    find: '!isLoopback(host) && ',
    replace: 'isLoopback(host) && ',
    test: unit('cli/feed/metrics-place.test.ts'),
  },
  {
    guard: 'the head that a caller remembers does not mark an audit log as broken',
    file: 'libs/audit/check/log-checks.ts',
    find: 'this.onFound(own);',
    replace: 'this.onFound(asked);',
    test: unit('libs/audit/check/log-checks.test.ts'),
  },
  {
    guard: 'a role that owns its tables, or is a member of their owner, is found',
    file: 'libs/postgres/sql/find-rights.sql',
    find: "pg_has_role(current_user, pg_class.relowner, 'member')",
    replace: 'pg_class.relowner = current_user::regrole',
    test: contract('insecurities.test.ts'),
  },
  {
    guard: 'a process that does not say whether it is insecure is not taken for secure',
    file: 'cli/commands/doctor-security.ts',
    find: 'if (silent.length === 0) return findings;',
    replace: 'if (silent.length >= 0) return findings;',
    test: unit('cli/commands/doctor-security.test.ts'),
  },
  {
    guard: 'a source that refuses this process is named in the log once',
    file: 'libs/batches/transport/source-faults.ts',
    find: ' || failing.logged.has(fault.reason)',
    replace: '',
    test: unit('libs/batches/transport/source-faults.test.ts'),
  },
];
