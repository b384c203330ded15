import type { RawBatch } from '../format/raw-batch.js';
import type { DecodeFailure, OpenedBatch } from '../format/sealed-batch.js';

/** A received batch: decoded, or the reason why it is not applied. */
export interface Arrival {
  readonly raw: RawBatch;
  readonly sha256: Buffer;
  readonly opened: OpenedBatch | DecodeFailure | Rejection;
}

/** A batch that must not be applied even if it decodes: it belongs to another installation or shard, or applying it failed. */
export interface Rejection {
  readonly reason: 'FOREIGN' | 'WRONG_SENDER' | 'NOT_APPLICABLE' | 'KILLS_PROCESS';
  readonly detail: string;
}

/** A batch in quarantine: stored byte for byte, and not applied. */
export interface QuarantineEntry {
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: Buffer;
  readonly reason: DecodeFailure['reason'] | Rejection['reason'] | 'FORKED' | 'CHAIN_BROKEN';
  readonly detail: string;
  readonly bytes: Uint8Array;
}
