import { hash } from 'node:crypto';
import {
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
import { varintBytes, writeVarint } from './varint.js';

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
  /** Observations or Milestones, as the batch carries them; empty for a batch without content. */
  { readonly encoded: Uint8Array } | { readonly documents: DocumentMessage[]; readonly rulings?: RulingMessage[] };

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
  const { content, feeds, waiting, waitingChanges, sealedAt, carries, continuesEpoch, ...head } = batch;
  const part = (fields: Partial<SealedBatch>) => encoded(SealedBatch, { ...SAYS_NOTHING, ...fields });
  // One part after the other, in the order of the numbers of their fields.
  const bytes = Buffer.concat([
    part({ ...head, sealedAt: new Date(sealedAt) }),
    'encoded' in content ? framedContent(carries, content.encoded) : NOTHING,
    part({
      feeds: feeds.map(feedToProto),
      waiting: waiting === undefined ? undefined : { rows: [...waiting] },
      carries: CONTENTS[carries],
      continuesEpoch,
      content: 'encoded' in content ? undefined : documentsOf(content),
      waitingChanges: waitingChanges === undefined ? undefined : { rows: [...waitingChanges] },
    }),
  ]);
  return { bytes, sha256: sha256(bytes) };
}

const SAYS_NOTHING = SealedBatch.fromPartial({});
/** Tags of the contents that are encoded already. */
const TAGS = { observations: (11 << 3) | 2, milestones: (12 << 3) | 2 } as const;

/** The field of a content that is encoded already; nothing for one that is empty. */
function framedContent(carries: Carries, content: Uint8Array): Uint8Array {
  if (carries === 'documents') throw new Error('documents are encoded with their batch');
  if (content.length === 0) return NOTHING;
  const framed = Buffer.allocUnsafe(1 + varintBytes(content.length) + content.length);
  framed[0] = TAGS[carries];
  framed.set(content, writeVarint(framed, 1, content.length));
  return framed;
}

/** Undefined for a batch without content. */
function documentsOf({ documents, rulings = [] }: Exclude<BatchContent, { readonly encoded: Uint8Array }>) {
  if (documents.length === 0 && rulings.length === 0) return undefined;
  return { $case: 'documents' as const, value: { documents, rulings } };
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
