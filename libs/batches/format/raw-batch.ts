/** A batch as received: its bytes, and the epoch and number that the transport gave for it. */
export interface RawBatch {
  readonly epoch: number;
  readonly number: bigint;
  readonly bytes: Uint8Array;
  /** From Kafka: the offset after it. */
  readonly nextOffset?: bigint;
  /** True if it came from the source itself. If it cannot be decoded then, fetching it again does not help. */
  readonly fromSource: boolean;
}
