import { type Delivery, DeliveryState } from '#libs/contracts/cx/bonus/v1/webhook.js';
import { inWords } from '#libs/domain/enum-words.js';
import { minute, table } from '../format.js';

/** Deliveries for people, one a line: which message, what became of it, and what comes next. */
export function deliveryLines(deliveries: readonly Delivery[]): string[] {
  const rows = deliveries.map((one) => [
    one.name.replace('webhooks/', '').replace('/deliveries/', '/'),
    stateOf(one),
    one.type,
    one.subject,
    minute(one.happenedAt),
    becameOf(one),
  ]);
  return rows.length === 0 ? ['  no message'] : table(rows, ['left', 'left', 'left', 'left', 'left', 'left']);
}

export function stateOf({ state }: Pick<Delivery, 'state'>): string {
  return inWords(DeliveryState[state]?.replace('DELIVERY_STATE_', ''));
}

function becameOf({ attempts, failure, httpStatus, dueAt }: Delivery): string {
  const made = attempts === 1 ? '1 attempt' : `${attempts} attempts`;
  const why = failure === '' ? '' : `, ${failure}${httpStatus === 0 ? '' : ` ${httpStatus}`}`;
  return `${made}${why}${dueAt === undefined ? '' : `, next ${minute(dueAt)}`}`;
}
