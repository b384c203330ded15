import type { Instant } from '#libs/domain/time.js';
import type { Luck } from '../luck.js';
import { HOUR, MINUTE } from '../world.js';

/** How the customer tried to pay, and when it was approved. */
export interface Payment {
  /** Outcomes by their numbers in the contract. */
  readonly attempts: readonly { readonly at: Instant; readonly outcome: number }[];
  readonly approvedAt: Instant | undefined;
}

const [APPROVED, DECLINED, REFUSED, FAILED, ABANDONED] = [1, 2, 3, 4, 5] as const;

/** First attempts: most succeed, some fail for the reasons that there are. */
const FIRST = [
  { outcome: APPROVED, share: 920 },
  { outcome: DECLINED, share: 45 },
  { outcome: REFUSED, share: 5 },
  { outcome: FAILED, share: 20 },
  { outcome: ABANDONED, share: 10 },
] as const;
/** Of second attempts. */
const SECOND_SUCCEEDS_BP = 8_300;
/** Approvals that a person checks first. */
const SLOW_BP = 250;

/** An invoice is paid after the delivery; who pays in advance does so within days. */
export function paymentOf(luck: Luck, placedAt: Instant, method: string): Payment {
  if (method === 'invoice') return { attempts: [], approvedAt: undefined };
  if (method === 'prepay') {
    const paidAt = placedAt + luck.between('days to pay', 20, 46) * HOUR;
    return { attempts: [], approvedAt: luck.has('never paid', 600) ? undefined : paidAt };
  }
  const at = placedAt + 40_000;
  const { outcome } = luck.pick('payment', FIRST);
  const first = { at, outcome };
  if (outcome === APPROVED) return approved([], approvalOf(luck, at));
  if (outcome === ABANDONED) return { attempts: [first], approvedAt: undefined };
  const again = at + luck.between('tries again', 2, 25) * MINUTE;
  if (!luck.has('second payment', SECOND_SUCCEEDS_BP))
    return { attempts: [first, { at: again, outcome }], approvedAt: undefined };
  return approved([first], approvalOf(luck, again));
}

/** The attempt that succeeds does so when the payment is approved. */
function approved(before: Payment['attempts'], at: Instant): Payment {
  return { attempts: [...before, { at, outcome: APPROVED }], approvedAt: at };
}

function approvalOf(luck: Luck, at: Instant): Instant {
  return luck.has('checked by hand', SLOW_BP) ? at + luck.between('hours of check', 25, 40) * HOUR : at + 90_000;
}
