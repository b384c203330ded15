import { Milestones, Observations } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Telling } from '#libs/domain/milestone.js';
import type { Cell, Origin } from '#libs/domain/observation.js';
import { sqlFolder } from '#libs/postgres/sql.js';
import type { Transaction } from '#libs/postgres/transaction.js';
import { cellsOf } from './cells.js';
import { milestoneToProto } from './milestone-proto.js';

const sql = sqlFolder(import.meta.url, './sql/');

/** One verdict given or taken back. For metrics that count cases hits + misses = 1; a tally has a quantity. */
export interface ObservationChange {
  readonly cell: Cell;
  /** 16 bytes. */
  readonly ref: Buffer;
  readonly kind: 'record' | 'retract';
  readonly hits: number;
  readonly misses: number;
}

/** A milestone as it leaves its department. */
export interface MilestoneOut extends Telling {
  /** 16 bytes. */
  readonly ref: Buffer;
  /** From 1. */
  readonly revision: number;
  /** True: what the revision before said never happened. */
  readonly withdrawn: boolean;
  readonly origin: Origin;
}

export type Outgoing =
  | { readonly carries: 'observations'; readonly shard: number; readonly observations: readonly ObservationChange[] }
  | { readonly carries: 'milestones'; readonly shard: number; readonly milestones: readonly MilestoneOut[] };

/**
 * Hands what a transaction judged to the next sealing pass, in that transaction: both happen or neither. One row per
 * transaction and shard.
 *
 * @returns the row's id, by which a receipt finds the batch again
 */
export async function addToOutbox(tx: Transaction, outgoing: Outgoing): Promise<bigint> {
  const values = [outgoing.carries, outgoing.shard, contentOf(outgoing)];
  const [row] = await tx.query<{ id: bigint }>(sql('add-to-outbox'), values);
  if (row === undefined) throw new Error('an insert returned nothing');
  return row.id;
}

function contentOf(outgoing: Outgoing): Buffer {
  const message =
    outgoing.carries === 'observations'
      ? Observations.encode({ cells: cellsOf(outgoing.observations) })
      : Milestones.encode({ milestones: outgoing.milestones.map(milestoneToProto) });
  return Buffer.from(message.finish());
}
