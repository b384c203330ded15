/** A batch as it came: bytes, with the name its carrier gave it. */
export interface RawBatch {
  readonly epoch: number;
  readonly number: bigint;
  readonly bytes: Uint8Array;
  /** On Kafka: where to go on after it. */
  readonly nextOffset?: bigint;
  /** Straight from the source's own store: what cannot be read then never will be. */
  readonly fromSource: boolean;
}
