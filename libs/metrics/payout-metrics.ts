import { REASONS, type Reason } from '#libs/domain/error.js';
import { counter, gauge } from './spec.js';

/** What is paid out, and whether the payout process can. */
export const PAYOUT_METRICS = {
  payoutAllocationsTotal: counter(
    'cx_payout_allocations_total',
    'payout',
    {
      result: ['signed', 'simulated', 'repeated', 'refused'],
      reason: ['', ...(Object.keys(REASONS) as Reason[])],
    } as const,
    'Rosters that were to be allocated: signed, simulated, given again, or refused, with the reason why.',
    [
      { result: 'signed', reason: '' },
      { result: 'simulated', reason: '' },
    ],
  ),
  payoutUpstreamAnswers: gauge(
    'cx_payout_upstream_answers',
    'number',
    'payout',
    { upstream: ['scoring', 'signer'] } as const,
    'Whether a process that a payout needs answers: 1 or 0.',
  ),
} as const;
