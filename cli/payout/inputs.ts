import type { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { fewest } from '#libs/payout/close/frozen-version.js';
import type { Figures } from '#libs/payout/factor/period-factors.js';
import { whoIn } from '../names.js';

/**
 * What an index says, for a factor.
 *
 * @param selfReported  names of the metrics, as an index names them, whose facts the department reports itself
 */
export function figuresOfIndex(
  { name, indexE4, coverageBp, metrics }: Index,
  selfReported: ReadonlySet<string>,
): Figures {
  const weighed = metrics.filter((one) => one.effectiveWeightBp > 0n);
  const own = weighed.filter(({ metric }) => selfReported.has(metric));
  return {
    department: whoIn(name),
    indexE4,
    coverageBp,
    selfReportedBp: own.reduce((sum, { effectiveWeightBp }) => sum + effectiveWeightBp, 0n),
    cases: fewest(weighed.map((one) => one.accountable?.cases ?? 0n)),
  };
}
