import type { OpenedBatch } from '#libs/batches/format/sealed-batch.js';
import type { EndedEpoch } from '#libs/batches/reader/plan.js';
import type { Applying, Effects } from '#libs/batches/reader/receive.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { readDocumentsHead, removeDocuments, storeDocuments } from './store-documents.js';

export interface TakingDocuments {
  /** Before documents change, in the same transaction: waits until no other one judges by those of before. */
  readonly onChange: (tx: Transaction) => Promise<void>;
  /** In the transaction in which other documents came into force: what was judged by the documents before is judged again. */
  readonly onChanged: (tx: Transaction) => Promise<void>;
  /** After COMMIT. */
  readonly onTaken: () => void;
}

/** What a department does with batches of scoring: it stores the documents of the company, from which it then judges. */
export function takeDocuments({ onChange, onChanged, onTaken }: TakingDocuments): Effects {
  const noteChange = async (tx: Transaction, change: () => Promise<void>) => {
    await onChange(tx);
    const before = await readDocumentsHead(tx);
    await change();
    const after = await readDocumentsHead(tx);
    if (!after.sha256.equals(before.sha256)) await onChanged(tx);
  };
  const apply = async ({ tx }: Applying<Transaction>, batches: readonly OpenedBatch[]) => {
    const documents = batches.flatMap(({ epoch, number, documents: some }) =>
      some.map((document) => ({ ...document, arrivedIn: { epoch, number } })),
    );
    if (documents.length > 0) await noteChange(tx, () => storeDocuments(tx, documents));
  };
  const endEpochs = ({ tx }: Applying<Transaction>, ended: readonly EndedEpoch[]) =>
    noteChange(tx, () => removeDocuments(tx, ended));
  return { apply, endEpochs, committed: onTaken };
}
