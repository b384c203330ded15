import type { RawBatch } from '../format/raw-batch.js';
import type { OpenedBatch, Unreadable } from '../format/sealed-batch.js';

/** A batch that came, read or not. */
export interface Arrival {
  readonly raw: RawBatch;
  readonly sha256: Buffer;
  readonly opened: OpenedBatch | Unreadable | Condemned;
}

/** Read or not, it is not applied: another company's, or whoever tried did not get through. */
export interface Condemned {
  readonly reason: 'FOREIGN' | 'NOT_APPLICABLE' | 'KILLS_PROCESS';
  readonly detail: string;
}

/** A batch that is kept but not applied. */
export interface PutAside {
  readonly epoch: number;
  readonly number: bigint;
  readonly sha256: Buffer;
  readonly reason: Unreadable['reason'] | Condemned['reason'] | 'FORKED' | 'CHAIN_BROKEN';
  readonly detail: string;
  readonly bytes: Uint8Array;
}
