import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { FeedsInForce } from '../documents/feeds-in-force.js';
import type { DepartmentContext } from './context.js';

/** How soon a department follows another document `feeds`, or the same one when its first day begins. */
const FOLLOW_MS = 1_000;

/** Reads who may report now, before the first call is answered, and again and again. While the database is away, what it said last holds. */
export async function followFeeds(
  lifecycle: Lifecycle,
  { database, clock, metrics }: DepartmentContext,
  feeds: FeedsInForce,
): Promise<void> {
  let last: number | undefined;
  const look = async () => {
    await feeds.refresh(database);
    const rules = feeds.at(clock.now());
    const version = rules?.version ?? 0;
    metrics.feedsVersion.set({}, version);
    if (version === last) return;
    last = version;
    lifecycle.log.info({ version, permitted: [...(rules?.permitted.keys() ?? [])] }, 'another document feeds holds');
  };
  await look();
  const onError = (error: unknown) =>
    lifecycle.log.error({ error }, 'reading the document feeds failed; it is retried');
  await lifecycle.add(
    'feeds',
    () => every(FOLLOW_MS, look, { onError, firstAfterMs: FOLLOW_MS }),
    (it) => it.stop(),
  );
}
