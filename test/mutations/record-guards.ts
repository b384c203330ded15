import { contract, type Guard } from './guard.js';

/** Guards of records, signatures and what proves them. */
export const RECORD_GUARDS: readonly Guard[] = [
  {
    guard: 'a close makes records in its transaction',
    file: 'services/scoring/periods/life/close-period.ts',
    find: 'await stepping.seal(tx, { stored, approved: newest, counts });',
    replace: '',
    test: contract('closed-records.test.ts'),
  },
  {
    guard: 'a close stops when the approved version is not what is computed now',
    file: 'services/scoring/records/records-of-close.ts',
    find: '!== approved.bytes.toString()',
    replace: "=== ''",
    test: contract('closed-records.test.ts'),
  },
  {
    guard: 'a verifier computes the approved version again',
    file: 'services/scoring/records/verify/closed-again.ts',
    find: 'mustBeSame(SUPERSEDED, Buffer.from(canonicalJson(again)), bytes);',
    replace: '',
    test: contract('closed-records.test.ts'),
  },
  {
    guard: 'a verifier asks for enough people of both roles',
    file: 'services/scoring/records/verify/closed-again.ts',
    find: 'if (!areEnough) {',
    replace: 'if (approvedAs.length < 1) {',
    test: contract('closed-records.test.ts'),
  },
];
