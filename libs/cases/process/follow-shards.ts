import { type OpenShards, openShards } from '#libs/batches/source/open-shards.js';
import { PostgresSourceStore } from '#libs/batches/source/postgres-source-store.js';
import { every } from '#libs/runtime/every.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { DepartmentContext } from './context.js';

/** How soon a department uses a shard that all its readers have begun to read. */
const FOLLOW_MS = 1_000;

/** How many shards get new cases, as the acknowledgements of readers said at the last look. */
export class ShardsInUse {
  #found: OpenShards;

  constructor(private readonly wanted: number) {
    this.#found = openShards([], wanted);
  }

  get open(): number {
    return this.#found.open;
  }

  /** @returns what was found, if it is new */
  async refresh(store: Pick<PostgresSourceStore, 'readers'>): Promise<OpenShards | undefined> {
    const before = JSON.stringify(this.#found);
    this.#found = openShards(await store.readers(), this.wanted);
    return JSON.stringify(this.#found) === before ? undefined : this.#found;
  }
}

/** Looks again and again which shards may get new cases, until all of them may. With one shard there is nothing to look at. */
export async function followShards(
  lifecycle: Lifecycle,
  { database }: DepartmentContext,
  shards: ShardsInUse,
  wanted: number,
): Promise<void> {
  if (wanted === 1) return;
  const store = new PostgresSourceStore(database);
  const look = async () => {
    const found = await shards.refresh(store);
    if (found === undefined) return;
    const { open, closed } = found;
    lifecycle.log.info({ open }, 'new cases are spread over shards 1 to this one');
    if (closed !== undefined)
      lifecycle.log.warn(closed, 'a shard gets no cases until these readers read it: CX_SHARDS');
  };
  await look();
  const onError = (error: unknown) =>
    lifecycle.log.error({ error }, 'reading who reads the shards failed; it is retried');
  await lifecycle.add(
    'shards',
    () => every(FOLLOW_MS, look, { onError, firstAfterMs: FOLLOW_MS }),
    (it) => it.stop(),
  );
}
