import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Applying, Effects } from '#libs/batches/reader/receive.js';
import type { DocumentStore } from './store-documents.js';

export interface TakingDocuments<Tx> {
  readonly store: DocumentStore<Tx>;
  /** Before documents change, in the same transaction: waits until no other one judges by those of before. */
  readonly onChange: (tx: Tx) => Promise<void>;
  /** In the transaction in which other documents came into force: what was judged by the documents before is judged again. */
  readonly onChanged: (tx: Tx) => Promise<void>;
  /** After COMMIT. */
  readonly onTaken: () => void;
}

/** What a department does with batches of scoring: it stores the documents of the company, from which it then judges. */
export function takeDocuments<Tx>({ store, onChange, onChanged, onTaken }: TakingDocuments<Tx>): Effects<Tx> {
  const noteChange = async (tx: Tx, change: () => Promise<void>) => {
    await onChange(tx);
    const before = await store.head(tx);
    await change();
    const after = await store.head(tx);
    if (!after.sha256.equals(before.sha256)) await onChanged(tx);
  };
  const apply = async ({ tx }: Applying<Tx>, batches: readonly OpenedBatch[]) => {
    const documents = batches.flatMap(({ epoch, number, documents: some }) =>
      some.map((document) => ({ ...document, arrivedIn: { epoch, number } })),
    );
    if (documents.length > 0) await noteChange(tx, () => store.add(tx, documents));
  };
  const endEpochs = ({ tx }: Applying<Tx>, ended: readonly EndedEpoch[]) =>
    noteChange(tx, () => store.remove(tx, ended));
  return { apply, endEpochs, committed: onTaken };
}
