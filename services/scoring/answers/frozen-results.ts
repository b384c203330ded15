import type { Period } from '#libs/domain/period.js';
import type { CountsView } from '../counts/read.js';

/** How far a period is frozen. */
export interface FrozenAs {
  readonly state: 'PROVISIONAL' | 'CLOSED' | 'ADJUSTED';
  /** After a close: the version that states the period. */
  readonly version: number | undefined;
}

/** What was frozen. */
export interface FrozenResults {
  /** Of every period that has a version, by its name. */
  readonly states: () => Promise<ReadonlyMap<string, FrozenAs>>;
  /** The counts of a period at the cut of a version. */
  readonly countsOf: (period: Period, version: number) => Promise<CountsView>;
}

/** For where nothing is frozen. */
export const NOTHING_FROZEN: FrozenResults = {
  states: async () => new Map(),
  countsOf: async ({ name }) => {
    throw new Error(`${name} is not frozen`);
  },
};
