import { type Guard, unit } from './guard.js';

/** Guards of `npm start` and of every program that starts processes. */
export const START_GUARDS: readonly Guard[] = [
  {
    guard: 'a data folder has one installation running from it',
    file: 'deploy/local/folder-lock.ts',
    find: 'if (before !== undefined && isHeld(before)) throw new FolderInUse(before);',
    replace: '',
    test: unit('deploy/local/folder-lock.test.ts'),
  },
  {
    guard: 'a lock that another start has just taken over is not removed',
    file: 'deploy/local/folder-lock.ts',
    find: 'if (!isDead) linkSync(aside, file);',
    replace: '',
    test: unit('deploy/local/folder-lock.test.ts'),
  },
  {
    guard: 'a reused process id is not taken for the process that had it before',
    file: 'deploy/local/processes.mjs',
    find: 'return identityOf(pid) === identity;',
    replace: 'return identityOf(pid) !== undefined;',
    test: unit('deploy/local/reaper.test.ts'),
  },
  {
    guard: 'what a launcher started ends with it, however it ends',
    file: 'deploy/local/reaper-program.mjs',
    find: 'await endAll(processes);',
    replace: '',
    test: unit('deploy/local/reaper.test.ts'),
  },
];
