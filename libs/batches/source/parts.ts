import { Documents, type Ruling as RulingMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import { CellGathering, encodedCells } from '../format/cells.js';
import { endsOfMilestones } from '../format/framed-milestones.js';
import { onlyRulings } from '../format/ruling-proto.js';
import type { BatchContent } from '../format/sealed-batch.js';
import type { Carries } from '../format/topics.js';
import type { OutboxRow } from './source-store.js';

/** The content of one batch, and the transactions whose last part it holds. */
export interface Part {
  readonly content: BatchContent;
  readonly outboxIds: readonly bigint[];
}

const EMPTY: Readonly<Record<Carries, BatchContent>> = {
  observations: { encoded: Buffer.alloc(0) },
  milestones: { encoded: Buffer.alloc(0) },
  documents: { documents: [] },
};

export function emptyPart(carries: Carries): Part {
  return { content: EMPTY[carries], outboxIds: [] };
}

/**
 * The outbox as contents of batches, in its order.
 *
 * @param size  approximate maximum of observations or milestones in one of them
 */
export function partsOf(carries: Carries, rows: readonly OutboxRow[], size: number): Part[] {
  if (carries === 'documents') return documentParts(rows, size);
  return carries === 'observations' ? observationParts(rows, size) : milestoneParts(rows, size);
}

/** A batch of its own for each publication: a document is large, and published rarely. Rulings that follow each other share a batch. */
function documentParts(rows: readonly OutboxRow[], size: number): Part[] {
  const parts: Part[] = [];
  let rulings: RulingMessage[] = [];
  let outboxIds: bigint[] = [];
  const close = () => {
    if (outboxIds.length > 0) parts.push({ content: onlyRulings(rulings), outboxIds });
    rulings = [];
    outboxIds = [];
  };
  for (const { id, content } of rows) {
    const read = Documents.decode(content);
    if (read.rulings.length === 0) {
      close();
      parts.push({ content: read, outboxIds: [id] });
      continue;
    }
    rulings.push(...read.rulings);
    outboxIds.push(id);
    if (rulings.length >= Math.min(size, MOST_RULINGS)) close();
  }
  close();
  return parts;
}

/** The department that judged them judges all cases of a batch again in one transaction. */
const MOST_RULINGS = 200;

function observationParts(rows: readonly OutboxRow[], size: number): Part[] {
  const parts: Part[] = [];
  let gathering = new CellGathering();
  let outboxIds: bigint[] = [];
  const close = () => {
    if (gathering.size > 0) parts.push({ content: { encoded: gathering.encoded() }, outboxIds });
    gathering = new CellGathering();
    outboxIds = [];
  };
  for (const { id, content } of rows) {
    for (const cell of encodedCells(content)) {
      if (gathering.size >= size) close();
      gathering.addCell(cell);
    }
    outboxIds.push(id);
    if (gathering.size >= size) close();
  }
  close();
  return parts;
}

/** The messages are not decoded: several Milestones, one after the other, are the Milestones of all of them. */
function milestoneParts(rows: readonly OutboxRow[], size: number): Part[] {
  const parts: Part[] = [];
  let pieces: Buffer[] = [];
  let milestones = 0;
  let outboxIds: bigint[] = [];
  const close = () => {
    if (milestones > 0) parts.push({ content: { encoded: Buffer.concat(pieces) }, outboxIds });
    [pieces, milestones, outboxIds] = [[], 0, []];
  };
  for (const { id, content } of rows) {
    const ends = endsOfMilestones(content);
    for (let taken = 0; taken < ends.length; ) {
      if (milestones >= size) close();
      const next = Math.min(ends.length, taken + size - milestones);
      pieces.push(content.subarray(ends[taken - 1] ?? 0, ends[next - 1]));
      milestones += next - taken;
      taken = next;
    }
    outboxIds.push(id);
  }
  close();
  return parts;
}
