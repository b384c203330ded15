import { randomBytes } from 'node:crypto';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { retainFacts } from '../erasure/retain-facts.js';
import type { DepartmentContext } from './context.js';

/** One turn looks at 500 cases, so a million cases are looked at in six hours. */
const TURN_MS = 10_000;

/**
 * Erases cases whose facts have been kept for as long as the operator wants, a few in each turn. A process begins at a case chosen at
 * random, so that all cases have their turn however often processes start.
 */
export async function retainFactsOn(lifecycle: Lifecycle, context: DepartmentContext): Promise<void> {
  const { database, department, clock, metrics, config } = context;
  const months = config.CX_FACTS_KEPT_MONTHS;
  if (months === undefined) return;
  let after: Buffer | undefined = randomBytes(16);
  const turn = async () => {
    const now = clock.now();
    const before = monthsBefore(now, months);
    const done = await database.transaction((tx) => retainFacts(tx, { department, before, now }, after));
    after = done.after;
    metrics.casesErasedTotal.inc({ cause: 'retention' }, done.erased);
  };
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'erasing what was kept long enough failed');
  await lifecycle.add(
    'retention of facts',
    () => every(TURN_MS, turn, { onError, firstAfterMs: TURN_MS }),
    (it) => it.stop(),
  );
}

/** The same day of an earlier month, or the last day of that month. */
function monthsBefore(instant: number, months: number): number {
  const then = new Date(instant);
  const day = then.getUTCDate();
  then.setUTCDate(1);
  then.setUTCMonth(then.getUTCMonth() - months);
  const last = new Date(Date.UTC(then.getUTCFullYear(), then.getUTCMonth() + 1, 0)).getUTCDate();
  then.setUTCDate(Math.min(day, last));
  return then.getTime();
}
