import { defineConfig } from 'vitest/config';

const alias = [
  { find: /^#(libs|services|deploy|test|cli)\/(.*)\.js$/, replacement: `${import.meta.dirname}/$1/$2.ts` },
];

/** Suites of the stores, which must also pass through pgbouncer and on other versions of PostgreSQL. CX_ALL_SUITES=yes: all. */
function stores(name: string, suites: readonly string[]) {
  const all = ['postgres', 'arrays', 'cases', 'counts', 'snapshots', 'batches', 'batches-epochs', 'source-store'];
  const chosen = process.env['CX_ALL_SUITES'] === 'yes' ? all : suites;
  return {
    resolve: { alias },
    test: {
      name,
      include: chosen.map((suite) => `test/contract/${suite}.test.ts`),
      pool: 'forks' as const,
      fileParallelism: false,
      globalSetup: ['test/stack/global-setup.ts'],
      testTimeout: 60_000,
      hookTimeout: 120_000,
    },
  };
}

/** Tests that start the services as processes, one file after the other. */
function processes(name: string) {
  return {
    resolve: { alias },
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      pool: 'forks' as const,
      fileParallelism: false,
      globalSetup: ['test/stack/global-setup.ts'],
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  };
}

/**
 * unit: pure and quick. contract: one suite for every implementation of a port, on real tools. pgbouncer, postgres-15 and
 * postgres-17: the suites of the stores through pgbouncer and on other versions of PostgreSQL. e2e: what people do, on real processes.
 * misfortunes: the same processes when something dies, or a disk or a network fails.
 */
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
          isolate: false, // no unit test mocks a module or changes the environment, so files share modules and start in half the time
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
      stores('pgbouncer', ['postgres', 'cases', 'counts', 'batches-epochs']),
      stores('postgres-15', ['postgres', 'arrays', 'source-store']),
      stores('postgres-17', ['arrays', 'source-store']),
      processes('e2e'),
      processes('misfortunes'),
    ],
  },
});
