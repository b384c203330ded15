import { Documents } from '#libs/contracts/cx/batches/v1/batches.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { encodedObservations } from '../format/cells.js';
import { encoded } from '../format/encoded.js';
import { framedMilestones } from '../format/framed-milestones.js';
import type { Outgoing } from '../format/outgoing.js';
import { documentsToProto } from '../format/ruling-proto.js';

export type { MilestoneOut, ObservationChange, Outgoing } from '../format/outgoing.js';

const sql = sqlFolder(import.meta.url, './sql/');

/**
 * Adds what a transaction judged or published to the outbox, in that transaction: both commit or neither. One row per transaction and shard.
 *
 * @returns the id of the row, by which a receipt finds the batch later
 */
export async function addToOutbox(tx: Transaction, outgoing: Outgoing): Promise<bigint> {
  const values = [outgoing.carries, outgoing.shard, contentOf(outgoing)];
  const [row] = await tx.query<{ id: bigint }>(sql('add-to-outbox'), values);
  if (row === undefined) throw new Error('an insert returned nothing');
  return row.id;
}

function contentOf(outgoing: Outgoing): Buffer {
  switch (outgoing.carries) {
    case 'observations':
      return encodedObservations(outgoing.observations);
    case 'milestones':
      return framedMilestones(outgoing.milestones);
    case 'documents':
      return encoded(Documents, documentsToProto(outgoing.documents, outgoing.rulings ?? []));
  }
}
