import { type Guard, slow } from './guard.js';

/** Guards of `npm start` and of every program that starts processes. */
export const START_GUARDS: readonly Guard[] = [
  {
    guard: 'a data folder has one installation running from it',
    file: 'deploy/local/folder-lock.ts',
    find: 'if (before !== undefined && isHeld(before)) throw new FolderInUse(before);',
    replace: '',
    test: slow('deploy/local/folder-lock.slow.test.ts'),
  },
  {
    guard: 'a lock that another start has just taken over is not removed',
    file: 'deploy/local/folder-lock.ts',
    find: 'if (!isDead) linkSync(aside, file);',
    replace: '',
    test: slow('deploy/local/folder-lock.slow.test.ts'),
  },
  {
    guard: 'a reused process id is not taken for the process that had it before',
    file: 'deploy/local/processes.mjs',
    find: 'return identityOf(pid) === identity;',
    replace: 'return identityOf(pid) !== undefined;',
    test: slow('deploy/local/reaper.slow.test.ts'),
  },
  {
    guard: 'what a launcher started ends with it, however it ends',
    file: 'deploy/local/reaper-program.mjs',
    find: 'await endAll(processes);',
    replace: '',
    test: slow('deploy/local/reaper.slow.test.ts'),
  },
];
