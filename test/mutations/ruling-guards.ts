import { contract, type Guard, unit } from './guard.js';

/** Guards of contests and rulings on single cases. */
export const RULING_GUARDS: readonly Guard[] = [
  {
    guard: 'a ruling changes only what the department that contested answers for',
    file: 'libs/domain/ruling.ts',
    find: '|| answeringParty(verdict, judgedBy) !== party',
    replace: '',
    test: unit('libs/domain/ruling.test.ts'),
  },
  {
    guard: 'a second reviewer is needed as soon as more than 2 % of the cases would be ruled',
    file: 'services/scoring/contests/needs-second.ts',
    find: '(ruled + 1n) * 100n',
    replace: 'ruled * 100n',
    test: unit('services/scoring/contests/needs-second.test.ts'),
  },
  {
    guard: 'no department contests what it is not charged with',
    file: 'services/scoring/contests/contest-case.ts',
    find: 'if (!isCharged(standing, judgedBy, department))',
    replace: 'if (standing.length < 0)',
    test: contract('contests.test.ts'),
  },
];
