import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { CallersInForce } from '../documents/callers-in-force.js';
import type { DepartmentContext } from './context.js';

/** How soon a department follows another document `feeds` or `access`, and states that the first day of one has begun. */
const FOLLOW_MS = 1_000;

/** Reads who may call now, before the first call is answered, and again and again. While the database is away, what it said last holds. */
export async function followCallers(
  lifecycle: Lifecycle,
  { database, clock, metrics }: DepartmentContext,
  callers: CallersInForce,
): Promise<void> {
  let last: number | undefined;
  const look = async () => {
    await callers.refresh(database);
    const rules = callers.feedRulesAt(clock.now());
    const version = rules?.version ?? 0;
    metrics.feedsVersion.set({}, version);
    if (version === last) return;
    last = version;
    lifecycle.log.info({ version, permitted: [...(rules?.permitted.keys() ?? [])] }, 'another document feeds holds');
  };
  await look();
  const onError = (error: unknown) => lifecycle.log.error({ error }, 'reading who may call failed; it is retried');
  await lifecycle.add(
    'callers',
    () => every(FOLLOW_MS, look, { onError, firstAfterMs: FOLLOW_MS }),
    (it) => it.stop(),
  );
}
