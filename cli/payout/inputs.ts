import type { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { fewest } from '#libs/payout/close/frozen-version.js';
import type { Figures } from '#libs/payout/factor/period-factors.js';
import { whoIn } from '../names.js';

/** What an index says; it does not know who reported the facts. */
export function figuresOfIndex({ name, indexE4, coverageBp, metrics }: Index): Figures {
  const cases = metrics.filter((one) => one.effectiveWeightBp > 0n).map((one) => one.accountable?.cases ?? 0n);
  return { department: whoIn(name), indexE4, coverageBp, selfReportedBp: undefined, cases: fewest(cases) };
}
