import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** ms of each test file by its path, hooks included. */
export type Durations = Readonly<Record<string, number>>;

/** Where to write them. A reporter of vitest gets no options by the command line. */
export const DURATIONS_FILE = 'CX_TEST_DURATIONS';

/** A reporter of vitest: its JSON report leaves out what `beforeAll` takes, which is most of some files. */
export default class DurationsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const file = process.env[DURATIONS_FILE];
    if (file === undefined) return;
    const durations: Durations = Object.fromEntries(
      modules.map((module) => [module.moduleId, module.diagnostic().duration]),
    );
    writeFileSync(file, JSON.stringify(durations));
  }
}
