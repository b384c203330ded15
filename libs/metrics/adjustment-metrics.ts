import { REASONS, type Reason } from '#libs/domain/error.js';
import { counter, gauge } from './spec.js';

const reasons = ['', ...(Object.keys(REASONS) as Reason[])] as const;

/** What scoring exports of the corrections of closed periods. */
export const ADJUSTMENT_METRICS = {
  adjustmentsTotal: counter(
    'cx_adjustments_total',
    'scoring',
    { step: ['propose', 'approve', 'withdraw', 'post'], reason: reasons } as const,
    'Steps of adjustments that were asked for: taken, without a reason, or refused, with the reason why.',
    [{ step: 'post', reason: '' }],
  ),
  adjustmentsWaiting: gauge(
    'cx_adjustments_waiting',
    'number',
    'scoring',
    {},
    'Adjustments of closed periods that are neither posted nor withdrawn.',
  ),
  adjustmentOldest: gauge(
    'cx_adjustment_oldest_proposed_timestamp_seconds',
    'timestamp',
    'scoring',
    {},
    'When the oldest adjustment that waits was proposed; no series while none waits.',
  ),
} as const;
