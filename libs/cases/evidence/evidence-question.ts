import type { Source } from '#libs/domain/observation.js';
import type { Day } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** Which verdicts are asked for. */
export interface EvidenceQuestion {
  readonly source: Source;
  /** The name that the metric is recorded by. */
  readonly metric: string;
  /** 0 for all definitions. */
  readonly definition: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** A unit or a prefix of one at a slash; empty for all. */
  readonly unit: string;
  /** Where that unit is counted on the last day. What is counted there is asked for, too. Default: in that unit. */
  readonly countedIn?: Unit;
  /** STANDS_STILL: evaluations that are no verdicts, because their limit stands still. */
  readonly outcome: '' | 'HIT' | 'MISS' | 'STANDS_STILL';
  /** The department's own name for accountable cases; empty for all. */
  readonly responsible: string;
}
