/** A guard of the pipeline, how it is removed, and the quickest test that must fail then. */
export interface Guard {
  /** What it keeps from happening. */
  readonly guard: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  readonly test: readonly string[];
}

export const simulate = ['tsx', 'test/simulation/main.ts', '--seeds', '4000'];
export const unit = (file: string) => ['vitest', 'run', '--project', 'unit', file];
export const slow = (file: string) => ['vitest', 'run', '--project', 'slow', file];
export const contract = (file: string) => ['vitest', 'run', '--project', 'contract', `test/contract/${file}`];
export const longContract = (file: string) => ['vitest', 'run', '--project', 'contract-long', `test/contract/${file}`];
export const misfortune = (file: string) => ['vitest', 'run', '--project', 'misfortunes', `test/misfortunes/${file}`];
export const operation = (file: string) => ['vitest', 'run', '--project', 'operate', `test/operate/${file}`];
