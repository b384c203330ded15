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
  {
    guard: 'no department is charged before it has answered or its window is over',
    file: 'services/scoring/contests/hearings.ts',
    find: 'if (hearing.answer !== undefined || hearing.endsAt <= now) return;',
    replace: 'if (hearing.endsAt > 0) return;',
    test: contract('hearings.test.ts'),
  },
  {
    guard: 'the tables charge no department that was not heard',
    file: 'services/scoring/contests/migrations/0003_deadlines.sql',
    find: 'new.outcome = 3 and',
    replace: 'new.outcome = 4 and',
    test: contract('hearings.test.ts'),
  },
  {
    guard: 'the deadline of a contest comes after the window of the department that is heard',
    file: 'services/scoring/contests/contest-terms.ts',
    find: 'isHeard ? hearingEndsAt - 1 : openedAt',
    replace: 'openedAt',
    test: unit('services/scoring/contests/contest-terms.test.ts'),
  },
  {
    guard: 'the clock upholds only what was contested in the review',
    file: 'services/scoring/contests/rule-overdue.ts',
    find: 'isInTime(facts, windows.reviews) && ',
    replace: '',
    test: contract('overdue.test.ts'),
  },
  {
    guard: 'the clock rules once on a contest',
    file: 'services/scoring/contests/migrations/0003_deadlines.sql',
    find: 'create unique index clock_decides_once',
    replace: 'create index clock_decides_once',
    test: contract('overdue.test.ts'),
  },
  {
    guard: 'no person changes before the close what the clock has upheld',
    file: 'services/scoring/contests/decide-contest.ts',
    find: 'if (!isOverdue || (await isClosedDay(tx, contest.day))) return;',
    replace: 'if (contest.number > 0) return;',
    test: contract('overdue.test.ts'),
  },
  {
    guard: 'a ruling cites a verdict of the case, and none of another',
    file: 'services/scoring/contests/decide-contest.ts',
    find: 'if (cited.length > 0 && cited.every((one) => citable.includes(one))) return;',
    replace: 'if (cited.length >= 0) return;',
    test: contract('rulings.test.ts'),
  },
  {
    guard: 'cases that are counted in another place are counted once',
    file: 'services/scoring/index/score/moved-index.ts',
    find: '{ hits: -hits, cases: -cases }',
    replace: '{ hits: 0n, cases: 0n }',
    test: unit('services/scoring/index/score/moved-index.test.ts'),
  },
];
