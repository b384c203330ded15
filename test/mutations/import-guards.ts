import { type Guard, unit } from './guard.js';

/** Of files that are imported by a map. */
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
];
