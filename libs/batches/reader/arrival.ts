import type { RawBatch } from '../format/raw-batch.js';
import type { DecodeFailure, OpenedBatch } from '../format/sealed-batch.js';

/** A batch that came, read or not. */
export interface Arrival {
  readonly raw: RawBatch;
  readonly sha256: Buffer;
  readonly opened: OpenedBatch | DecodeFailure | Rejection;
}

/** Read or not, it is not applied: another company's, or whoever tried did not get through. */
export interface Rejection {
  readonly reason: 'FOREIGN' | 'NOT_APPLICABLE' | 'KILLS_PROCESS';
  readonly detail: string;
}

/** A batch that is kept but not applied. */
export interface QuarantineEntry {
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: Buffer;
  readonly reason: DecodeFailure['reason'] | Rejection['reason'] | 'FORKED' | 'CHAIN_BROKEN';
  readonly detail: string;
  readonly bytes: Uint8Array;
}
