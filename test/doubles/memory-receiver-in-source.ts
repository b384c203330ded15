import { copyOfReceived, type Kept, type KeptReceived, type ReceiverDatabase } from './memory-receiver-store.js';
import type { MemorySource, SourceDraft } from './memory-source.js';

/** A receiver's own data among those of a source. */
export interface WithReceived {
  readonly received: KeptReceived;
}

/**
 * The database of a department, which receives batches and seals others: what a batch changes and the progress of the receiver are one
 * transaction of the source. In a backup a crash marker may outlive its batch; the receiver then takes the next batches one by one.
 */
export class ReceiverInSource<Own extends WithReceived> implements ReceiverDatabase<SourceDraft<Own>> {
  constructor(private readonly database: MemorySource<Own>) {}

  get kept(): Kept<unknown> {
    return { ...this.database.kept.own.received, own: undefined };
  }

  get incarnation(): string {
    return String(this.database.incarnation);
  }

  transaction<T>(work: (draft: Kept<SourceDraft<Own>>) => Promise<T>): Promise<T> {
    return this.database.transaction(async (tx) => {
      await tx.lock('received');
      const received = copyOfReceived(tx.kept.own.received);
      const result = await work({ ...received, own: tx });
      tx.change((kept) => ({ ...kept, own: { ...kept.own, received } }));
      return result;
    });
  }
}
