/**
 * Which batches of which epoch happened. Pure.
 *
 * Every epoch but the first says which batch it continues. Followed back from the newest epoch, that is one line; what lies
 * beside it was sealed by a database that nobody remembers any more: a primary that was replaced, a life before a restore.
 */
export interface EpochLineage {
  /** Undefined while the first batch of the epoch is not here. */
  readonly continues: Continues | undefined;
  /** The last number that happened; undefined: all of them, it is the newest. */
  readonly survivesThrough: bigint | undefined;
}

/** The batch an epoch continues; epoch 0 and number 0: none survived. The hash is hex. */
export interface Continues {
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: string;
}

const NOTHING_BEFORE: Continues = { epoch: 0, number: 0n, sha256: '' };

/** The first epoch is begun by being the first. */
export const FIRST_EPOCH = 1;

/**
 * Through which number each epoch survives. Where the line is not known further back, because the first batch of an epoch on
 * it is not here yet, what lies before stays as it was.
 */
export function survival(lives: ReadonlyMap<number, EpochLineage>): Map<number, bigint | undefined> {
  const through = new Map([...lives].map(([epoch, { survivesThrough }]) => [epoch, survivesThrough]));
  let at = Math.max(0, ...lives.keys());
  through.set(at, undefined);
  for (let before = continuesOf(at, lives); before !== undefined; before = continuesOf(at, lives)) {
    for (const epoch of lives.keys()) if (before.epoch < epoch && epoch < at) through.set(epoch, 0n);
    if (before.epoch === 0) break;
    through.set(before.epoch, before.number);
    at = before.epoch;
  }
  return through;
}

/** Whether it is known what the newest epoch comes from, back to where its shard began. */
export function isLineKnown(lives: ReadonlyMap<number, EpochLineage>): boolean {
  let at: number = Math.max(FIRST_EPOCH, ...lives.keys());
  for (;;) {
    const before = continuesOf(at, lives);
    if (before === undefined || before.epoch === 0) return before !== undefined;
    at = before.epoch;
  }
}

function continuesOf(epoch: number, lives: ReadonlyMap<number, EpochLineage>): Continues | undefined {
  return epoch === FIRST_EPOCH ? NOTHING_BEFORE : lives.get(epoch)?.continues;
}
