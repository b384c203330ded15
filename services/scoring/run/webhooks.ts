import type { Database } from '#libs/postgres/database.js';
import { systemClock } from '#libs/runtime/clock.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Rulesets } from '../rulesets/rulesets.js';
import { seeStates } from '../webhooks/see-states.js';

/** States that follow from the clock change with a day. */
const STATES_MS = 30_000;

export interface WebhookOptions {
  readonly database: Database;
  readonly rulesets: Rulesets;
}

/** Leaves a message for each period whose state has changed. */
export async function messageSubscribers(lifecycle: Lifecycle, { database, rulesets }: WebhookOptions): Promise<void> {
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'looking for periods with another state failed');
  await lifecycle.add(
    'states of periods',
    () => every(STATES_MS, () => seeStates(database, rulesets, systemClock.now()), { onError }),
    (it) => it.stop(),
  );
}
