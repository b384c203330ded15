import type { OwnShard } from './source-store.js';

/** A shard of this source, and a reader that has acknowledged a batch of it. */
export interface ReadShard extends OwnShard {
  readonly subscriber: string;
}

/** A shard that gets no case yet, and the readers that do not read it. */
export interface ClosedShard extends OwnShard {
  readonly lacks: readonly string[];
}

/** The shards that may get new cases: those from 1 to `open`. */
export interface OpenShards {
  readonly open: number;
  /** The first shard that may not get any; undefined when all may. */
  readonly closed: ClosedShard | undefined;
}

/**
 * Which shards may get new cases. A shard that was added gets its first case when every reader of shard 1 reads it: a reader that does
 * not know the shard would take the source for complete without it, charge cases whose milestones are there, and freeze counts that
 * lack it. So processes may be restarted with more shards one after the other, in any order. An idle shard seals an empty batch at
 * once, which its readers acknowledge. Pure.
 *
 * @param read    which reader has acknowledged something of which shard, ever
 * @param wanted  CX_SHARDS
 */
export function openShards(read: readonly ReadShard[], wanted: number): OpenShards {
  const readersOf = (carries: OwnShard['carries'], shard: number) =>
    read.filter((one) => one.carries === carries && one.shard === shard).map(({ subscriber }) => subscriber);
  for (let shard = 2; shard <= wanted; shard++) {
    for (const carries of ['observations', 'milestones'] as const) {
      const [first, own] = [readersOf(carries, 1), readersOf(carries, shard)];
      // Scoring reads the observations of every source. Before it has begun, nothing is known about its shards.
      const needed = carries === 'observations' && first.length === 0 ? ['scoring'] : first;
      const lacks = needed.filter((reader) => !own.includes(reader));
      if (lacks.length > 0) return { open: shard - 1, closed: { carries, shard, lacks } };
    }
  }
  return { open: wanted, closed: undefined };
}
