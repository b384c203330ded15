import { spec } from './reason-spec.js';

/** Why no message is sent to a subscriber. They are part of the one list, `REASONS`. */
export const WEBHOOK_REASONS = {
  WEBHOOK_UNKNOWN: spec(
    'NOT_FOUND',
    'The document webhooks that holds today names no such subscription; cx company show webhooks prints it.',
  ),
  DELIVERY_UNKNOWN: spec(
    'NOT_FOUND',
    'There is no such message, it was forgotten, or the subscription does not take its type; ListDeliveries names those that there are.',
  ),
} as const;
