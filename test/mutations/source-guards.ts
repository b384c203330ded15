import { contract, type Guard, operation, unit } from './guard.js';

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
    guard: 'a batch in the topic of another sender is not counted and stops no shard',
    file: 'libs/batches/reader/receive.ts',
    find: 'if (nameOf(opened) === nameOf(subscription)) return',
    replace: "if (nameOf(opened) !== '') return",
    test: contract('batches-receiver.test.ts'),
  },
  {
    guard: 'a new shard gets no case before every reader of the first one reads it',
    file: 'libs/batches/source/open-shards.ts',
    find: 'if (lacks.length > 0) return',
    replace: 'if (lacks.length > 1e9) return',
    test: unit('libs/batches/source/open-shards.test.ts'),
  },
  {
    guard: 'a new shard cannot be taken away again: a process with fewer shards does not start',
    file: 'libs/process/check-shards.ts',
    find: 'if (wanted >= most) return;',
    replace: 'if (wanted >= most || wanted > 0) return;',
    test: contract('shards.test.ts'),
  },
  {
    guard: 'a shard that is restored on a server that runs on begins a new epoch',
    file: 'deploy/operate/restore.sh',
    find: 'echo "update public.own_shard',
    replace: 'true "update public.own_shard',
    test: operation('restore.test.ts'),
  },
  {
    guard: 'a fact about an erased case is not kept, although it was stored before the erasure was visible',
    file: 'libs/cases/judging/record-facts.ts',
    find: "if (erased.length > 0) await removeFacts(tx, erased, 'retention');",
    replace: "if (erased.length > 1e9) await removeFacts(tx, erased, 'retention');",
    test: contract('erasure.test.ts'),
  },
  {
    guard: 'an erasure is refused while an evaluation waits, so it spares no department a miss',
    file: 'libs/cases/erasure/erase-cases.ts',
    find: 'if (!chargeWhatWaits) refuseWhatWaits(',
    replace: 'if (now < 0) refuseWhatWaits(',
    test: contract('erasure.test.ts'),
  },
  {
    guard: 'an erased case is not judged again',
    file: 'libs/cases/judging/sql/read-cases.sql',
    find: 'when (select true from erased_case where erased_case.case_ref = wanted.case_ref) then null',
    replace: 'when false then null',
    test: contract('erasure.test.ts'),
  },
  {
    guard: 'a record about an erased case is no dead letter',
    file: 'cli/feed/kafka-feed.ts',
    find: 'filter(([, { reason }]) => reason !== ERASED)',
    replace: 'filter(() => true)',
    test: contract('erasure.test.ts'),
  },
  {
    guard: 'no department has the name of a party or process',
    file: 'libs/domain/source.ts',
    find: "? 'RESERVED' : undefined",
    replace: '? undefined : undefined',
    test: unit('libs/domain/source.test.ts'),
  },
];
