import {
  Documents,
  type Milestone as MilestoneMessage,
  Milestones,
  Observations,
} from '#libs/contracts/cx/batches/v1/batches.js';
import { CellGathering } from '../format/cells.js';
import type { BatchContent } from '../format/sealed-batch.js';
import type { Carries } from '../format/topics.js';
import type { OutboxRow } from './source-store.js';

/** The content of one batch, and the transactions whose last part it holds. */
export interface Part {
  readonly content: BatchContent;
  readonly outboxIds: readonly bigint[];
}

const EMPTY: Readonly<Record<Carries, BatchContent>> = {
  observations: { cells: [] },
  milestones: { milestones: [] },
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
  if (carries === 'documents') return rows.map(documentPart);
  return carries === 'observations' ? observationParts(rows, size) : milestoneParts(rows, size);
}

/** A batch of its own for each publication: a document is large, and published rarely. */
function documentPart({ id, content }: OutboxRow): Part {
  return { content: { documents: Documents.decode(content).documents }, outboxIds: [id] };
}

function observationParts(rows: readonly OutboxRow[], size: number): Part[] {
  const parts: Part[] = [];
  let gathering = new CellGathering();
  let outboxIds: bigint[] = [];
  const close = () => {
    if (gathering.size > 0) parts.push({ content: { cells: gathering.cells() }, outboxIds });
    gathering = new CellGathering();
    outboxIds = [];
  };
  for (const { id, content } of rows) {
    for (const cell of Observations.decode(content).cells) {
      if (gathering.size >= size) close();
      gathering.addCell(cell);
    }
    outboxIds.push(id);
    if (gathering.size >= size) close();
  }
  close();
  return parts;
}

function milestoneParts(rows: readonly OutboxRow[], size: number): Part[] {
  const parts: Part[] = [];
  let milestones: MilestoneMessage[] = [];
  let outboxIds: bigint[] = [];
  const close = () => {
    if (milestones.length > 0) parts.push({ content: { milestones }, outboxIds });
    milestones = [];
    outboxIds = [];
  };
  for (const { id, content } of rows) {
    for (const milestone of Milestones.decode(content).milestones) {
      if (milestones.length >= size) close();
      milestones.push(milestone);
    }
    outboxIds.push(id);
  }
  close();
  return parts;
}
