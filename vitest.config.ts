import { defineConfig } from 'vitest/config';

const alias = [
  { find: /^#(libs|services|deploy|test|cli)\/(.*)\.js$/, replacement: `${import.meta.dirname}/$1/$2.ts` },
];

/** Suites of the stores, which must also pass when every transaction may run in another server process. */
const STORE_SUITES = ['postgres', 'cases', 'counts', 'batches-epochs'].map((suite) => `test/contract/${suite}.test.ts`);

/** unit: pure and quick. contract: one suite for every implementation of a port, on real tools. pgbouncer: the suites of the stores
 * through pgbouncer. e2e: real processes. */
export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: [
            '{libs,services,cli,deploy,docs,test/tidy,test/golden,test/simulation,test/mutations}/**/*.test.ts',
          ],
          pool: 'threads',
          testTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          globalSetup: ['test/stack/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'pgbouncer',
          include: STORE_SUITES,
          pool: 'forks',
          fileParallelism: false,
          globalSetup: ['test/stack/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          globalSetup: ['test/stack/global-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
