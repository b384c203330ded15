import { defineConfig } from 'vitest/config';

const alias = [
  { find: /^#(libs|services|deploy|test|cli)\/(.*)\.js$/, replacement: `${import.meta.dirname}/$1/$2.ts` },
];

/** `npm test` runs vitest for several projects. They share what it made of the sources, in this folder. */
const MODULES = process.env['CX_TEST_MODULES'];

/**
 * One file after the other in one process. They share modules, which a file would otherwise load anew for a second or more: a helper
 * keeps nothing from file to file, and a test that replaces a module puts it back.
 */
const ONE_PROCESS = { pool: 'forks' as const, fileParallelism: false, isolate: false, sequence: { groupOrder: 1 } };

/** Suites of the stores, which must also pass through pgbouncer and on other versions of PostgreSQL. CX_ALL_SUITES=yes: all. */
function stores(name: string, suites: readonly string[]) {
  const all = [
    'postgres',
    'arrays',
    'cases',
    'counts',
    'snapshots',
    'batches',
    'batches-epochs',
    'source-store',
    'audit-store',
    'second-wall',
    'readers',
  ];
  const chosen = process.env['CX_ALL_SUITES'] === 'yes' ? all : suites;
  return {
    resolve: { alias },
    test: {
      name,
      include: chosen.map((suite) => `test/contract/${suite}.test.ts`),
      ...ONE_PROCESS,
      globalSetup: ['test/stack/global-setup.ts'],
      testTimeout: 60_000,
      hookTimeout: 120_000,
    },
  };
}

/** Ends the name of a file that takes minutes and is not needed after every change. */
const LONG = '.long.test.ts';

/** Tests that run programs as processes, one file after the other: those of the folder that is named like the project. */
function processes(
  name: string,
  globalSetup = ['test/stack/global-setup.ts'],
  files: { readonly include: string[]; readonly exclude?: string[] } = {
    include: [`test/${name}/**/*.test.ts`],
    exclude: [`test/${name}/**/*${LONG}`],
  },
) {
  return {
    resolve: { alias },
    test: {
      name,
      ...files,
      ...ONE_PROCESS,
      globalSetup,
      testTimeout: 300_000,
      hookTimeout: 300_000,
    },
  };
}

/** The folders whose tests stand beside the code. */
const BESIDE =
  '{libs,services,cli,deploy,docs,test/chart,test/doubles,test/tidy,test/golden,test/simulation,test/simulator,test/mutations,test/chaos,test/board-pictures}';
const SLOW = '.slow.test.ts';
const testsIn = (folders: string, ending: string) => `${folders}/**/*${ending}`;

/** Tests beside the code. None mocks a module or changes the environment, so files share modules and start in half the time. */
function besideTheCode(
  name: string,
  testTimeout: number,
  files: { readonly include: string[]; readonly exclude?: string[] },
) {
  return {
    resolve: { alias },
    test: { name, ...files, pool: 'threads' as const, isolate: false, testTimeout, hookTimeout: testTimeout },
  };
}

/**
 * unit: pure and quick. slow: what takes long beside the code, in files *.slow.test.ts: it reads the real orders, starts programs or
 * servers, waits for them, or tries thousands of random cases. contract: one suite for every implementation of a port, on real tools. pgbouncer, postgres-15 and
 * postgres-17: the suites of the stores through pgbouncer and on other versions of PostgreSQL. e2e: what people do, on real processes.
 * start: `npm start` for a company, and what people do with what it started. slow-long, contract-long, e2e-long, start-long: of these
 * what takes long, among it the stories of the simulator, imports of files, and `npm start` with all real orders, with the company's own departments, as a simulated retailer, as a shop in Berlin and by a user who is not root. copies: what a contributor or a deployment does with a copy of the
 * sources. image: the processes started from the image. misfortunes: the same processes when something dies, or a disk or a network
 * fails. operate: what an operator does to them by the scripts of deploy/operate. issuers: people and feeds who sign in at real issuers.
 */
export default defineConfig({
  test: {
    ...(MODULES === undefined ? {} : { experimental: { fsModuleCache: true, fsModuleCachePath: MODULES } }),
    projects: [
      besideTheCode('unit', 60_000, {
        include: [testsIn(BESIDE, '.test.ts')],
        exclude: [SLOW, LONG].map((ending) => testsIn(BESIDE, ending)),
      }),
      besideTheCode('slow', 240_000, { include: [testsIn(BESIDE, SLOW)] }),
      besideTheCode('slow-long', 240_000, { include: [testsIn(BESIDE, LONG)] }),
      {
        resolve: { alias },
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          exclude: [`test/contract/**/*${LONG}`],
          ...ONE_PROCESS,
          globalSetup: ['test/stack/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      stores('pgbouncer', ['postgres', 'cases', 'counts', 'batches-epochs', 'audit-store']),
      stores('postgres-15', ['postgres', 'arrays', 'source-store', 'audit-store', 'second-wall', 'readers']),
      stores('postgres-17', ['arrays', 'source-store', 'second-wall', 'readers']),
      processes('e2e'),
      processes('start'),
      ...['contract', 'e2e', 'start'].map((name) =>
        processes(`${name}-long`, undefined, { include: [`test/${name}/**/*${LONG}`] }),
      ),
      processes('copies', []), // without servers
      processes('misfortunes'),
      processes('operate'),
      processes('image'),
      processes('issuers'),
    ],
  },
});
