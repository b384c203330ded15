import { contract, type Guard, unit } from './guard.js';

/** Guards of sources: the built-in ones, and departments of the company's own. */
export const SOURCE_GUARDS: readonly Guard[] = [
  {
    guard: 'a department that is declared while scoring runs is read without a restart',
    file: 'services/scoring/run/receive.ts',
    find: 'await fromKafka?.read([...subscriptions, ...added]);',
    replace: 'if (subscriptions.length === 0) await fromKafka?.read(added);',
    test: contract('own-department.test.ts'),
  },
  {
    guard: 'a label of a metric names only departments that the company has declared',
    file: 'libs/metrics/series.ts',
    find: '(DEPARTMENT_LABELS.has(label) && isDeclared(value))',
    replace: "label === 'department'",
    test: unit('libs/metrics/metrics.test.ts'),
  },
  {
    guard: 'no department has the name of a party or process',
    file: 'libs/domain/source.ts',
    find: "? 'RESERVED' : undefined",
    replace: '? undefined : undefined',
    test: unit('libs/domain/source.test.ts'),
  },
];
