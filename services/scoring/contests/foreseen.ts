import type { RulingOutcome } from '#libs/domain/ruling.js';

/** What one outcome would do to the departments concerned. */
export interface Foreseen {
  readonly outcome: RulingOutcome;
  /** Empty unless CHARGED. */
  readonly chargedTo: string;
  readonly departments: readonly ForeseenDepartment[];
}

export interface ForeseenDepartment {
  readonly department: string;
  /** As counted now; undefined when it is not measured. */
  readonly indexE4: bigint | undefined;
  /** With the ruling, by the same rules over the same counts. */
  readonly indexIfE4: bigint | undefined;
  /** Misses of the case for which it would answer. */
  readonly misses: number;
}
