import type { Findings } from '../findings.js';
import type { Scope } from './scope.js';

/** What an expression needs to be compiled. */
export interface Surroundings {
  readonly scope: Scope;
  /** Tables of the map by name: from a value in the file to a word of the contract. */
  readonly tables: Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;
  readonly findings: Findings;
}
