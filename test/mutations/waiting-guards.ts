import { contract, type Guard, simulate, unit } from './guard.js';

/** What waits and what was taken in, as departments and scoring count it. */
export const WAITING_GUARDS: readonly Guard[] = [
  {
    guard: 'what an epoch reports of waiting cases is used once the epoch before it is complete',
    file: 'libs/batches/reader/newly-trusted.ts',
    find: '(isOfOneEpoch && trusted.length === 0)',
    replace: 'trusted.length === 0',
    test: simulate,
  },
  {
    guard: 'the first report of waiting cases in an epoch lists all of them',
    file: 'libs/batches/source/waiting-history.ts',
    find: 'one.epoch === epoch && ',
    replace: '',
    test: unit('libs/batches/source/waiting-history.test.ts'),
  },
  {
    guard: 'changes of waiting cases are told from what was reported last, by whichever process',
    file: 'libs/batches/source/waiting-history.ts',
    find: ' && one.hash.equals(reportedHash)',
    replace: '',
    test: unit('libs/batches/source/waiting-history.test.ts'),
  },
  {
    guard: 'what is erased is not counted as taken in any more',
    file: 'libs/cases/migrations/0011_intake_counts.sql',
    find: 'after delete on fact referencing',
    replace: 'after delete on spare_milestone referencing',
    test: contract('intake-counts.test.ts'),
  },
  {
    guard: 'what waits is found without reading what is not due',
    file: 'libs/cases/evidence/sql/count-due.sql',
    find: '    and question.due_at <= $1',
    replace: "    and question.due_at + interval '0' <= $1",
    test: contract('intake-counts.test.ts'),
  },
];
