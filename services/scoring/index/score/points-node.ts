import type { Count } from '../arithmetic/score-rate.js';

/** One line of a tree whose lines add up: points of the children to those of their parent, and what was lost likewise. */
export interface PointsNode {
  /** An index, a metric, a unit, a class, or "performance" and "mix". */
  readonly label: string;
  readonly pointsE4: bigint;
  /** Points missing to 100 here, 0 or more; 0 throughout the split of a change. */
  readonly lostE4: bigint;
  /** Accountable, as points are made of these; a class has its own. */
  readonly counts: Count;
  /** In a comparison: the counts on the left. */
  readonly countsBefore?: Count;
  readonly waiting: bigint;
  readonly children: readonly PointsNode[];
  /** The fields of ListObservations that show the misses behind this line; empty where there are none to show. */
  readonly evidenceFilter: string;
}
