import { contract, type Guard, unit } from './guard.js';

const INTERCEPTOR = 'libs/grpc/access/check-access.ts';
const CHAIN = 'libs/audit/chain/verify-chain.ts';

/** Guards of the audit log. */
export const AUDIT_GUARDS: readonly Guard[] = [
  {
    guard: 'a command does not begin without a line in the audit log',
    file: INTERCEPTOR,
    find: 'await this.options.audit.began(entry);',
    replace: 'void this.options.audit.began(entry).catch(() => undefined);',
    test: contract('audit.test.ts'),
  },
  {
    guard: 'every denial is in the audit log',
    file: INTERCEPTOR,
    find: 'await this.#denied({ code, reason: error.reason });',
    replace: 'if (code === undefined) await this.#denied({ code, reason: error.reason });',
    test: contract('grpc-access.test.ts'),
  },
  {
    guard: 'what only a handler can deny is in the audit log too',
    file: INTERCEPTOR,
    find: 'if (isDenial(outcome) && !isOnRecord) await',
    replace: 'if (outcome === undefined) await',
    test: contract('access-over-the-wire.test.ts'),
  },
  {
    guard: 'a line that was changed is found',
    file: CHAIN,
    find: "if (!lineHash(previousHash, text).equals(hash)) return 'CHANGED';",
    replace: '',
    test: unit('libs/audit/chain/verify-chain.test.ts'),
  },
  {
    guard: 'a line that was put in or replaced is found',
    file: CHAIN,
    find: "if (!previousHash.equals(before.hash)) return 'UNLINKED';",
    replace: '',
    test: unit('libs/audit/chain/verify-chain.test.ts'),
  },
  {
    guard: 'a log that was cut off is found by a remembered head',
    file: CHAIN,
    find: 'this.#broken ?? (isShort ? cutOff : undefined)',
    replace: 'this.#broken ?? (isShort ? undefined : undefined)',
    test: unit('libs/audit/chain/verify-chain.test.ts'),
  },
  {
    guard: 'a log that was written anew is found by a remembered head',
    file: CHAIN,
    find: '!hash.equals(remembered.hash)',
    replace: '!hash.equals(hash)',
    test: unit('libs/audit/chain/verify-chain.test.ts'),
  },
  {
    guard: 'an e-mail address in the name of a caller is not written',
    file: 'libs/audit/record/safe-entry.ts',
    find: 'WORD.test(name) ? name : hashed(name)',
    replace: 'WORD.test(name) ? name : name',
    test: unit('libs/audit/record/safe-entry.test.ts'),
  },
  {
    guard: 'the database refuses a change of a line, also to the owner of the table',
    file: 'libs/audit/store/migrations/0001_audit.sql',
    find: 'before update or delete on audit',
    replace: 'before delete on audit',
    test: contract('audit-store.test.ts'),
  },
  {
    guard: 'two processes append to one audit log one after the other',
    file: 'libs/audit/store/sql/take-audit-lock.sql',
    find: 'select pg_advisory_xact_lock($1);',
    replace: 'select $1::bigint;',
    test: contract('audit-store.test.ts'),
  },
  {
    guard: 'a flood of denied calls is counted and does not fill the disk',
    file: 'libs/audit/record/bounded.ts',
    find: '.take(now) === 0) return true;',
    replace: '.take(now) >= 0) return true;',
    test: unit('libs/audit/record/bounded.test.ts'),
  },
  {
    guard: 'the outcome of a command is written later when the database does not answer',
    file: 'libs/audit/record/audit-log.ts',
    find: 'this.#queue = owed.slice(0, MOST_OWED);',
    replace: 'this.#queue = [];',
    test: unit('libs/audit/record/audit-log.test.ts'),
  },
];
