import { hash } from 'node:crypto';
import {
  type Cell as CellMessage,
  Content,
  type PublishedDocument as DocumentMessage,
  type FeedState,
  type Milestone as MilestoneMessage,
  type Ruling as RulingMessage,
  SealedBatch,
} from '#libs/contracts/cx/batches/v1/batches.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { type Cell, ORIGINS, type WaitingCell } from '#libs/domain/observation.js';
import type { Ruling } from '#libs/domain/ruling.js';
import { isBuiltIn, isSource } from '#libs/domain/source.js';
import type { Instant } from '#libs/domain/time.js';
import { DecodeError, type DecodeFailure } from './decode-error.js';
import { documentFromProto } from './document-proto.js';
import { encoded } from './encoded.js';
import type { BatchCells } from './fast/batch-cells.js';
import { readCells, withoutObservations } from './fast/read-cells.js';
import { milestoneFromProto } from './milestone-proto.js';
import type { MilestoneOut } from './outgoing.js';
import { rulingFromProto, withoutMarker } from './ruling-proto.js';
import { CARRIES, type Carries, isSealedBy, type Sender } from './topics.js';

export type { DecodeFailure } from './decode-error.js';
export type { BatchCells, CellChanges } from './fast/batch-cells.js';

/** The wire format of a batch. A batch is encoded once and hashed as those bytes; it is never encoded again. */

/** How far one feed has declared itself complete. */
export interface FeedProgress {
  readonly feed: string;
  /** Undefined: the feed reports facts and has not declared any completeness yet. */
  readonly completeThrough: Instant | undefined;
  readonly origin: Cell['origin'];
}

export interface BatchHead {
  readonly installation: string;
  readonly source: Sender;
  readonly carries: Carries;
  readonly shard: number;
  readonly epoch: number;
  readonly number: bigint;
  /** 32 bytes. */
  readonly previousSha256: Buffer;
  /** In number 1 of a later epoch: the batch that this epoch continues; 0 and 0 if no earlier batch survives. */
  readonly continuesEpoch: number;
  readonly continuesNumber: bigint;
  readonly sealedAt: Instant;
  readonly drained: boolean;
  /** Empty unless drained. */
  readonly feeds: readonly FeedProgress[];
  /** All that waits. Undefined: the report of the last drained batch that had one still holds, with the changes since. */
  readonly waiting: readonly WaitingCell[] | undefined;
  /** What differs from the report before; a row with 0 cases is gone. Never beside `waiting`. */
  readonly waitingChanges?: readonly WaitingCell[] | undefined;
}

/** A decoded and validated batch. */
export interface OpenedBatch extends BatchHead {
  readonly bytes: Uint8Array;
  readonly sha256: Buffer;
  readonly cells: BatchCells;
  readonly milestones: readonly MilestoneOut[];
  readonly documents: readonly PublishedDocument[];
  readonly rulings: readonly Ruling[];
}

export interface BatchToSeal extends BatchHead {
  readonly catalogueSha256: Buffer;
  readonly content: BatchContent;
}

export type BatchContent =
  | { readonly cells: CellMessage[] }
  | { readonly milestones: MilestoneMessage[] }
  | { readonly documents: DocumentMessage[]; readonly rulings?: RulingMessage[] };

const CONTENTS: Readonly<Record<Carries, Content>> = {
  observations: Content.CONTENT_OBSERVATIONS,
  milestones: Content.CONTENT_MILESTONES,
  documents: Content.CONTENT_DOCUMENTS,
};

export function carriesFrom(content: Content): Carries | undefined {
  return CARRIES.find((carries) => CONTENTS[carries] === content);
}

export function carriesToProto(carries: Carries): Content {
  return CONTENTS[carries];
}

/** Encodes and hashes a batch. */
export function sealBatch(batch: BatchToSeal): { readonly bytes: Buffer; readonly sha256: Buffer } {
  const { content, feeds, waiting, waitingChanges, sealedAt, carries, ...head } = batch;
  const message: SealedBatch = {
    ...head,
    carries: CONTENTS[carries],
    sealedAt: new Date(sealedAt),
    content: contentToProto(content),
    feeds: feeds.map(feedToProto),
    waiting: waiting === undefined ? undefined : { rows: [...waiting] },
    waitingChanges: waitingChanges === undefined ? undefined : { rows: [...waitingChanges] },
  };
  const bytes = encoded(SealedBatch, message);
  return { bytes, sha256: sha256(bytes) };
}

const NOTHING = Buffer.alloc(0);

export function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}

/**
 * Decodes and validates a batch. A batch that cannot be counted exactly as its source meant it is a failure, not a guess.
 *
 * @param hash  SHA-256 of these bytes, where it is known already
 */
export function openBatch(bytes: Uint8Array, hash: Buffer = sha256(bytes)): OpenedBatch | DecodeFailure {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const { rest, observations } = withoutObservations(buffer);
    return opened(SealedBatch.decode(rest), observations, { bytes, sha256: hash });
  } catch (error) {
    if (error instanceof DecodeError) return { reason: error.reason, detail: error.message };
    return { reason: 'UNDECODABLE', detail: `not a SealedBatch: ${error instanceof Error ? error.message : error}` };
  }
}

export function isReadable(batch: OpenedBatch | DecodeFailure): batch is OpenedBatch {
  return !('reason' in batch);
}

function opened(
  message: SealedBatch,
  observations: Buffer | undefined,
  kept: Pick<OpenedBatch, 'bytes' | 'sha256'>,
): OpenedBatch {
  const { source } = message;
  const carries = carriesFrom(message.carries);
  if (!isSender(source) || carries === undefined)
    throw new DecodeError('FUTURE', `source ${message.source}, content ${message.carries}`);
  if (!isSealedBy(carries, source)) throw new DecodeError('UNDECODABLE', `${carries} of ${source}`);
  if (message.sealedAt === undefined || message.previousSha256.length !== 32)
    throw new DecodeError('UNDECODABLE', 'sealed_at or previous_sha256 is missing');
  if (message.shard < 1 || message.epoch < 1 || message.number < 1n)
    throw new DecodeError('UNDECODABLE', 'shard, epoch or number is below 1');
  if (message.continuesEpoch >= message.epoch || message.continuesNumber < 0n)
    throw new DecodeError('UNDECODABLE', `it continues ${message.continuesEpoch}:${message.continuesNumber}`);
  if (message.waiting !== undefined && message.waitingChanges !== undefined)
    throw new DecodeError('UNDECODABLE', 'it has waiting and waiting_changes');
  const { content } = message;
  if (observations !== undefined && carries !== 'observations')
    throw new DecodeError('UNDECODABLE', `observations in a shard of ${carries}`);
  if (content !== undefined && content.$case !== carries)
    throw new DecodeError('UNDECODABLE', `${content.$case} in a shard of ${carries}`);
  return {
    installation: message.installation,
    source,
    carries,
    shard: message.shard,
    epoch: message.epoch,
    number: message.number,
    previousSha256: message.previousSha256,
    continuesEpoch: message.continuesEpoch,
    continuesNumber: message.continuesNumber,
    sealedAt: message.sealedAt.getTime(),
    drained: message.drained,
    feeds: message.feeds.map(feedFromProto),
    waiting: message.waiting?.rows,
    waitingChanges: message.waitingChanges?.rows,
    ...kept,
    cells: readCells(observations ?? NOTHING, !isBuiltIn(source)),
    milestones:
      content?.$case === 'milestones' ? content.value.milestones.map((one) => readMilestone(one, source)) : [],
    documents: content?.$case === 'documents' ? withoutMarker(content.value).map(readDocument) : [],
    rulings: content?.$case === 'documents' ? content.value.rulings.map(readRuling) : [],
  };
}

function isSender(name: string): name is Sender {
  return name === 'scoring' || isSource(name);
}

function readDocument(message: DocumentMessage): PublishedDocument {
  const document = documentFromProto(message);
  if (document === undefined) throw new DecodeError('FUTURE', `document ${message.position}, a ${message.kind}`);
  return document;
}

function readRuling(message: RulingMessage): Ruling {
  const ruling = rulingFromProto(message);
  if (ruling === undefined) throw new DecodeError('FUTURE', `ruling ${message.number}, outcome ${message.outcome}`);
  return ruling;
}

function readMilestone(message: MilestoneMessage, source: Sender): MilestoneOut {
  const milestone = source === 'scoring' ? undefined : milestoneFromProto(message, source);
  if (milestone === undefined) throw new DecodeError('FUTURE', `milestone ${message.name}`);
  return milestone;
}

/** Undefined for a batch without content. */
function contentToProto(content: BatchContent): SealedBatch['content'] {
  if ('cells' in content) return content.cells.length > 0 ? { $case: 'observations', value: content } : undefined;
  if ('milestones' in content)
    return content.milestones.length > 0 ? { $case: 'milestones', value: content } : undefined;
  const { documents, rulings = [] } = content;
  const isEmpty = documents.length === 0 && rulings.length === 0;
  return isEmpty ? undefined : { $case: 'documents', value: { documents, rulings } };
}

function feedToProto({ feed, completeThrough, origin }: FeedProgress): FeedState {
  return {
    feed,
    origin: ORIGINS.numberOf(origin),
    completeThrough: completeThrough === undefined ? undefined : new Date(completeThrough),
  };
}

function feedFromProto({ feed, completeThrough, origin }: FeedState): FeedProgress {
  const known = ORIGINS.find(origin);
  if (known === undefined) throw new DecodeError('FUTURE', `origin ${origin} of feed ${feed}`);
  return { feed, origin: known, completeThrough: completeThrough?.getTime() };
}
