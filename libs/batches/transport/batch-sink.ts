import type { Receiver } from '../reader/receive.js';

/** Maximum number of batches per delivery, which is applied in one transaction. */
export const CHUNK_BATCHES = 256;

/** Where a transport delivers batches: the part of the receiver that Kafka and repair need. */
export type BatchSink = Pick<Receiver, 'take' | 'progress'>;
