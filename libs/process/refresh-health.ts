import type { RunningServer } from '#libs/grpc/server.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { Store } from './open-store.js';

const REFRESH_MS = 2_000;

export interface HealthOptions extends Pick<Store, 'whyNotReady'> {
  readonly server: Pick<RunningServer, 'healthNames' | 'health'>;
  /** What a health name needs besides a ready process. A name that is not listed needs nothing else. */
  readonly alsoNeeds?: Readonly<Record<string, () => boolean>>;
  /** Runs after each refresh that found the process ready. */
  readonly whenReady?: () => Promise<void>;
}

/** Sets the health of every name now and every two seconds: SERVING while the process is ready. */
export async function refreshHealth(
  lifecycle: Lifecycle,
  { server, whyNotReady, alsoNeeds = {}, whenReady }: HealthOptions,
): Promise<void> {
  const refresh = async () => {
    const ready = (await whyNotReady()) === undefined;
    for (const name of server.healthNames) server.health(name, ready && (alsoNeeds[name]?.() ?? true));
    if (ready) await whenReady?.();
  };
  const onError = (error: unknown) => lifecycle.log.warn({ error }, 'refreshing the health failed; it is retried');
  await lifecycle.add(
    'health',
    () => every(REFRESH_MS, refresh, { onError }),
    (it) => it.stop(),
  );
}
