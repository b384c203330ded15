import { contract, type Guard, unit } from './guard.js';

/** What is paid is computed by the definition that was published for the period. */
export const METRIC_GUARDS: readonly Guard[] = [
  {
    guard: 'a first response at the limit to the millisecond is a hit',
    file: 'libs/catalogue/support/first-response-in-time.ts',
    find: 'answeredAt <= dueAt',
    replace: 'answeredAt < dueAt',
    test: unit('libs/catalogue/support/first-response-in-time.test.ts'),
  },
  {
    guard: 'a second contact at the limit to the millisecond is a miss',
    file: 'libs/catalogue/support/solved-without-second-contact.ts',
    find: 'contactedAgainAt > dueAt',
    replace: 'contactedAgainAt >= dueAt',
    test: unit('libs/catalogue/support/solved-without-second-contact.test.ts'),
  },
  {
    guard: 'goodwill that is paid at the end of the promised day, to the millisecond, is a hit',
    file: 'libs/catalogue/support/goodwill-paid-by-promised-day.ts',
    find: 'dayOf(goodwillPaidAt, zone) <= goodwillDay',
    replace: 'dayOf(goodwillPaidAt, zone) < goodwillDay',
    test: unit('libs/catalogue/support/goodwill-paid-by-promised-day.test.ts'),
  },
  {
    guard: 'the warehouse answers for no more days of delay than it was late by, to the day',
    file: 'libs/catalogue/delivery/delivered-by-first-promise.ts',
    find: 'daysBetween(promisedDay, deliveredDay) <= daysBetween(',
    replace: 'daysBetween(promisedDay, deliveredDay) < daysBetween(',
    test: unit('libs/catalogue/delivery/delivered-by-first-promise.test.ts'),
  },
  {
    guard: 'a period is counted by the definition that its ruleset names, whatever newer definition there is',
    file: 'services/scoring/answers/period-counts.ts',
    find: 'definitions.get(definitionIn(period, metric))',
    replace: '[...definitions.values()].at(-1)',
    test: unit('services/scoring/answers/two-definitions.test.ts'),
  },
  {
    guard: 'a snapshot carries the hash of the definition that its period is counted by',
    file: 'services/scoring/rulesets/ruleset.ts',
    find: 'return { metric: stated.recordedAs, definition, stated };',
    replace: 'return { metric: stated.recordedAs, definition, stated: definitions.named(metric)[0] ?? stated };',
    test: contract('two-definitions.test.ts'),
  },
  {
    guard: 'a verdict by a definition that the ruleset does not name is not counted as arrived',
    file: 'services/scoring/periods/make-content.ts',
    find: 'cell.definition === definitionIn(ruleset, cell.metric)',
    replace: 'definitionIn(ruleset, cell.metric) > 0',
    test: contract('two-definitions.test.ts'),
  },
  {
    guard: 'a cell of a definition that this version does not know is quarantined',
    file: 'libs/batches/format/fast/known-cells.ts',
    find: 'CATALOGUE.find(key.metric, key.definition)',
    replace: 'CATALOGUE.named(key.metric)[0]',
    test: unit('libs/batches/format/fast/known-cells.test.ts'),
  },
  {
    guard: 'the hash of a definition covers its parameters',
    file: 'libs/catalogue/hash.ts',
    find: 'const { id: _, evaluate: __,',
    replace: 'const { id: _, parameters: ___, evaluate: __,',
    test: unit('libs/catalogue/definitions.test.ts'),
  },
  {
    guard: 'the hash of a definition covers the version of its code',
    file: 'libs/catalogue/hash.ts',
    find: 'const { id: _, evaluate: __,',
    replace: 'const { id: _, codeVersion: ___, evaluate: __,',
    test: unit('libs/catalogue/definitions.test.ts'),
  },
  {
    guard: 'a published definition cannot be edited under its number',
    file: 'docs/published-definitions.ts',
    find: 'now.sha256 !== before.sha256',
    replace: "now.sha256 === ''",
    test: unit('docs/published-definitions.test.ts'),
  },
];
