import { contract, type Guard, unit } from './guard.js';

/** Guards of departments of a company's own: their expressions, definitions and facts. */
export const CUSTOM_GUARDS: readonly Guard[] = [
  {
    guard: 'own department: an expression asks has() before it reads what may be absent',
    file: 'libs/expressions/check.ts',
    find: 'if (local === undefined && !known.has(fact)) {',
    replace: 'if (known.has(fact) && !known.has(fact)) {',
    test: unit('libs/expressions/check.test.ts'),
  },
  {
    guard: 'own department: an expression that costs too much is refused before it is evaluated',
    file: 'libs/expressions/check.ts',
    find: 'if (this.costOf(expr) <= MOST_COST) return true;',
    replace: 'if (this.costOf(expr) > 0) return true;',
    test: unit('libs/expressions/check.test.ts'),
  },
  {
    guard: 'own department: an expression that fails flags its case, and the metric does not ask it',
    file: 'libs/custom/compiled-metric.ts',
    find: "if (evaluated.kind === 'failed') throw",
    replace: "if (evaluated.kind === 'failed' && what === '') throw",
    test: unit('libs/custom/own-rules.test.ts'),
  },
  {
    guard: 'own department: a case that the newer version of a document does not ask is not judged by the older one',
    file: 'libs/custom/in-turn.ts',
    find: "if (answer.kind !== 'asked') until = turn.from;",
    replace: '',
    test: unit('libs/custom/own-rules.test.ts'),
  },
  {
    guard: 'own department: a metric that reads a milestone waits for the department that publishes it',
    file: 'libs/custom/own-definitions.ts',
    find: 'needs: inOrder(heard.map(([publisher]) => publisher)),',
    replace: 'needs: [],',
    test: contract('own-hears.test.ts'),
  },
  {
    guard: 'own department: a case that is an order has the ref of the order in every department',
    file: 'services/custom/grpc/facts.ts',
    find: "if (sameAs === ORDER_CASE) return caseRef(caseKey, 'order', name[0] ?? '');",
    replace: '',
    test: contract('own-hears.test.ts'),
  },
  {
    guard: 'own department: a milestone of its own is made of its own facts, so no milestone waits for another one',
    file: 'libs/documents/checks/check-expressions.ts',
    find: 'const ownFacts = surroundingsOf(entry, {}, calendars);',
    replace: 'const ownFacts = surroundings;',
    test: unit('libs/documents/planted-mistakes.test.ts'),
  },
  {
    guard: 'own department: a milestone is made by the version that holds on the day on which it happened',
    file: 'libs/custom/published-milestone.ts',
    find: 'const on = dayOf(happenedAt, zone);',
    replace: "const on = dayOf(happenedAt, 'UTC');",
    test: unit('libs/custom/own-milestones.test.ts'),
  },
  {
    guard:
      'own department: a case with more facts than an expression looks through is flagged and not judged by some of them',
    file: 'libs/expressions/compile-lists.ts',
    find: "if (list.length > MOST_FACTS) throw new ExpressionFailure('TOO_MANY_FACTS');",
    replace: '',
    test: unit('libs/expressions/lists.test.ts'),
  },
  {
    guard: 'own department: a metric keeps its definition number while it means the same',
    file: 'libs/custom/own-definitions.ts',
    find: 'if (!known.includes(hash)) known.push(hash);',
    replace: 'known.push(hash);',
    test: unit('libs/custom/own-rules.test.ts'),
  },
  {
    guard: 'own department: a tally replaces the earlier one of its feed and is not added to it',
    file: 'libs/custom/own-rules.ts',
    find: 'new Map(tallies.map((tally) => [tally.feed, tally]))',
    replace: 'new Map(tallies.map((tally) => [tally, tally]))',
    test: unit('libs/custom/own-rules.test.ts'),
  },
  {
    guard: 'own department: a tally never enters a metric that counts cases',
    file: 'services/custom/facts/check-tally.ts',
    find: "if (stated.counts !== 'TALLY') {",
    replace: "if (stated.counts === undefined && metric === '') {",
    test: contract('custom.test.ts'),
  },
];
