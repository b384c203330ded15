/**
 * Which batches of which epoch are valid. Pure.
 *
 * Every epoch but the first names the batch it continues. Followed back from the newest epoch, these links form one line. Batches
 * off that line are orphaned: a database sealed them that was replaced or restored, and the installation no longer knows them.
 */
export interface EpochLineage {
  /** Undefined until the first batch of the epoch arrives. */
  readonly continues: Continues | undefined;
  /** The last valid number; undefined for the newest epoch, of which all numbers are valid. */
  readonly survivesThrough: bigint | undefined;
}

/** The batch that an epoch continues. Epoch 0 and number 0: no earlier batch survives. The hash is hex. */
export interface Continues {
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: string;
}

const NOTHING_BEFORE: Continues = { epoch: 0, number: 0n, sha256: '' };

/** The first epoch of a shard. It continues nothing. */
export const FIRST_EPOCH = 1;

/**
 * Through which number each epoch survives. Where the line cannot be followed further back, because the first batch of an epoch
 * on it is missing, the epochs before it keep their value.
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

/** Whether the line from the newest epoch back to the first one is complete. */
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
