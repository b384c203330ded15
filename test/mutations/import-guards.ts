import { contract, type Guard, slow, unit } from './guard.js';

/** Of files and topics that become facts by a map. */
export const IMPORT_GUARDS: readonly Guard[] = [
  {
    guard: 'rows count as done in the order of the file, so an import that was stopped loses none',
    file: 'cli/import/mapped/row-queue.ts',
    find: 'entry?.pending === 0',
    replace: 'entry !== undefined',
    test: unit('cli/import/mapped/row-queue.test.ts'),
  },
  {
    guard: 'an import goes on only with the same files, map and destination',
    file: 'cli/import/mapped/progress-file.ts',
    find: 'key === this.key ?',
    replace: "key !== '' ?",
    test: unit('cli/import/mapped/progress-file.test.ts'),
  },
  {
    guard: 'an import fails when a department ends the stream without an error',
    file: 'cli/import/department-stream.ts',
    find: "stream.on('end',",
    replace: "stream.on('never',",
    test: slow('cli/import/department-stream.slow.test.ts'),
  },
  {
    guard: 'an import sends again what a department that was away had not answered',
    file: 'cli/import/department-stream.ts',
    find: 'for (const facts of this.#inFlight) this.#write(facts);',
    replace: '',
    test: slow('cli/import/department-stream.slow.test.ts'),
  },
  {
    guard: 'an import fails when a department answers nothing for too long',
    file: 'cli/import/department-stream.ts',
    find: '}, silenceMs);',
    replace: '}, 1e9);',
    test: slow('cli/import/department-stream.slow.test.ts'),
  },
  {
    guard: 'a row with too few fields is refused, not filled up',
    file: 'cli/import/files/read-rows.ts',
    find: 'record.length !== width',
    replace: 'record.length > width',
    test: unit('cli/import/files/read-rows.test.ts'),
  },
  {
    guard: 'an internal note of a ticket is no answer',
    file: 'cli/import/maps/zendesk-tickets.yaml',
    find: 'public: true, author: { differs_from: requester }',
    replace: 'author: { differs_from: requester }',
    test: unit('cli/import/shipped-maps.test.ts'),
  },
  {
    guard: 'the offset of a record is committed after the departments have answered',
    file: 'libs/kafka/kafkajs-group.ts',
    find: 'if (!(await this.#taken(records, heartbeat))) return;',
    replace: 'void this.#taken(records, heartbeat);',
    test: contract('kafka-group.test.ts'),
  },
  {
    guard: 'a feed waits for a store that is away, and makes no dead letters of it',
    file: 'cli/feed/record-facts.ts',
    find: "known === 'UNAVAILABLE' || ",
    replace: '',
    test: unit('cli/feed/record-facts.test.ts'),
  },
  {
    guard: 'a record that the map refuses is kept as a dead letter',
    file: 'cli/feed/kafka-feed.ts',
    find: 'refusals.set(place, read.refusal)',
    replace: 'undefined',
    test: unit('cli/feed/kafka-feed.test.ts'),
  },
  {
    guard: 'a map gives every field that the document of a department requires',
    file: 'libs/maps/contract/own-contract.ts',
    find: 'required: required !== false',
    replace: 'required: required === true',
    test: unit('libs/maps/contract/own-contract.test.ts'),
  },
];
