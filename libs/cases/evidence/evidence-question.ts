import type { Source } from '#libs/domain/observation.js';
import type { Day } from '#libs/domain/time.js';

/** Which verdicts are asked for. */
export interface EvidenceQuestion {
  readonly source: Source;
  readonly metric: string;
  readonly firstDay: Day;
  readonly lastDay: Day;
  /** A unit or a prefix of one at a slash; empty for all. */
  readonly unit: string;
  readonly outcome: '' | 'HIT' | 'MISS';
  /** The department's own name for accountable cases; empty for all. */
  readonly responsible: string;
}
