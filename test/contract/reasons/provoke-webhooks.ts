import type { Reason } from '#libs/domain/error.js';
import { database } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { fillDisk } from './provoke-sources.js';

const UNKNOWN = 'webhooks/nothing';
/** A message that was planned, with a number of its own. */
const PLANNED = 900_000;

async function planned(): Promise<void> {
  await database.execute(
    `insert into webhook_message (number, type, subject, data, at, planned_at) overriding system value
     values ($1, 'cx.period.closed', 'periods/2018-03', '{}', now(), now()) on conflict do nothing`,
    [PLANNED],
  );
}

export const WEBHOOKS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  ListDeliveries: {
    NAME_INVALID: { requests: [{ parent: 'payroll' }] },
    PAGE_INVALID: { requests: [{ parent: 'webhooks/-', pageSize: -1 }] },
  },
  ReplayDeliveries: {
    NAME_INVALID: { requests: [{ name: 'webhooks/payroll' }] },
    WEBHOOK_UNKNOWN: { requests: [{ name: `${UNKNOWN}/deliveries/1` }] },
    DELIVERY_UNKNOWN: { requests: [{ name: 'webhooks/payroll/deliveries/999999' }] },
    STORE_FULL: {
      requests: [{ name: `webhooks/payroll/deliveries/${PLANNED}` }],
      before: async () => {
        await planned();
        return fillDisk(database, ['webhook_delivery']);
      },
    },
  },
  PingWebhook: {
    NAME_INVALID: { requests: [{ name: 'webhooks/-' }] },
    WEBHOOK_UNKNOWN: { requests: [{ name: UNKNOWN }] },
    STORE_FULL: { requests: [{ name: 'webhooks/payroll' }], before: () => fillDisk(database, ['webhook_message']) },
  },
};
