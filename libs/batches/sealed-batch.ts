import { createHash } from 'node:crypto';
import { metricOf } from '#libs/catalogue/catalogue.js';
import {
  type Cell as CellMessage,
  Content,
  type FeedState,
  type Milestone as MilestoneMessage,
  SealedBatch,
} from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, SOURCES, type Source } from '#libs/domain/observation.js';
import { type Day, type Instant, isDay } from '#libs/domain/time.js';
import { isUnit, type Unit } from '#libs/domain/unit.js';
import { classFrom, ORIGIN_NUMBER, originFrom, REF_BYTES } from './cells.js';
import { milestoneFromProto } from './milestone-proto.js';
import type { MilestoneOut } from './outgoing.js';
import type { Carries } from './topics.js';

/** The only file that knows how a batch is spelled. Written once, hashed as those bytes, never written again. */

/** What a feed has declared, as it travels. */
export interface FeedSaid {
  readonly feed: string;
  /** Undefined: it reports, and has declared nothing yet. */
  readonly completeThrough: Instant | undefined;
  readonly origin: Cell['origin'];
}

/** Cases that are due and wait. */
export interface WaitingSaid {
  readonly metric: string;
  readonly definition: number;
  readonly unit: Unit;
  readonly day: Day;
  readonly cases: bigint;
  readonly waitsFor: string;
}

/** One cell of a batch, read. Refs lie one after the other, 16 bytes each. */
export interface CellChanges {
  readonly cell: Cell;
  readonly hits: Uint8Array;
  readonly misses: Uint8Array;
  readonly retractedHits: Uint8Array;
  readonly retractedMisses: Uint8Array;
  readonly tally: CellMessage['tally'];
}

export interface BatchHead {
  readonly installation: string;
  readonly source: Source;
  readonly carries: Carries;
  readonly shard: number;
  readonly epoch: number;
  readonly number: bigint;
  /** 32 bytes. */
  readonly previousSha256: Buffer;
  /** In number 1 of a later epoch: the epoch and number of the last batch that survived; 0 and 0 if none did. */
  readonly continuesEpoch: number;
  readonly continuesNumber: bigint;
  readonly sealedAt: Instant;
  readonly drained: boolean;
  /** Empty unless drained. */
  readonly feeds: readonly FeedSaid[];
  /** Undefined: what was said before stands. */
  readonly waiting: readonly WaitingSaid[] | undefined;
}

/** A batch that was read and believed. */
export interface OpenedBatch extends BatchHead {
  readonly bytes: Uint8Array;
  readonly sha256: Buffer;
  readonly cells: readonly CellChanges[];
  readonly milestones: readonly MilestoneOut[];
}

export interface BatchToSeal extends BatchHead {
  readonly catalogueSha256: Buffer;
  readonly content: { readonly cells: CellMessage[] } | { readonly milestones: MilestoneMessage[] };
}

/** Why a batch was put aside. */
export interface Unreadable {
  readonly reason: 'UNDECODABLE' | 'FUTURE';
  readonly detail: string;
}

const CARRIES: Readonly<Record<Carries, Content>> = {
  observations: Content.CONTENT_OBSERVATIONS,
  milestones: Content.CONTENT_MILESTONES,
};

export function carriesFrom(content: Content): Carries | undefined {
  if (content === Content.CONTENT_OBSERVATIONS) return 'observations';
  return content === Content.CONTENT_MILESTONES ? 'milestones' : undefined;
}

export function carriesToProto(carries: Carries): Content {
  return CARRIES[carries];
}

/** Writes a batch, once. */
export function sealBatch(batch: BatchToSeal): { readonly bytes: Buffer; readonly sha256: Buffer } {
  const { content, feeds, waiting, sealedAt, carries, ...head } = batch;
  const hasContent = 'cells' in content ? content.cells.length > 0 : content.milestones.length > 0;
  const message: SealedBatch = {
    ...head,
    carries: CARRIES[carries],
    sealedAt: new Date(sealedAt),
    content: hasContent ? contentToProto(content) : undefined,
    feeds: feeds.map(feedToProto),
    waiting: waiting === undefined ? undefined : { rows: [...waiting] },
  };
  const bytes = Buffer.from(SealedBatch.encode(message).finish());
  return { bytes, sha256: sha256(bytes) };
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** Reads a batch, believing nothing: what cannot be counted exactly as it was meant is put aside. */
export function openBatch(bytes: Uint8Array): OpenedBatch | Unreadable {
  let message: SealedBatch;
  try {
    message = SealedBatch.decode(bytes);
  } catch (error) {
    return { reason: 'UNDECODABLE', detail: `not a SealedBatch: ${error instanceof Error ? error.message : error}` };
  }
  try {
    return opened(message, bytes);
  } catch (error) {
    if (error instanceof Doubt) return { reason: error.reason, detail: error.message };
    throw error;
  }
}

export function isReadable(batch: OpenedBatch | Unreadable): batch is OpenedBatch {
  return !('reason' in batch);
}

class Doubt extends Error {
  constructor(
    readonly reason: Unreadable['reason'],
    message: string,
  ) {
    super(message);
  }
}

function opened(message: SealedBatch, bytes: Uint8Array): OpenedBatch {
  const source = SOURCES.find((one) => one === message.source);
  const carries = carriesFrom(message.carries);
  if (source === undefined || carries === undefined)
    throw new Doubt('FUTURE', `source ${message.source}, content ${message.carries}`);
  if (message.sealedAt === undefined || message.previousSha256.length !== 32)
    throw new Doubt('UNDECODABLE', 'sealed_at or previous_sha256 is missing');
  if (message.shard < 1 || message.epoch < 1 || message.number < 1n)
    throw new Doubt('UNDECODABLE', 'shard, epoch or number is below 1');
  if (message.continuesEpoch >= message.epoch || message.continuesNumber < 0n)
    throw new Doubt('UNDECODABLE', `it continues ${message.continuesEpoch}:${message.continuesNumber}`);
  const content = message.content;
  if (content !== undefined && content.$case !== carries)
    throw new Doubt('UNDECODABLE', `${content.$case} in a shard of ${carries}`);
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
    bytes,
    sha256: sha256(bytes),
    cells: content?.$case === 'observations' ? content.value.cells.map(cellFromProto) : [],
    milestones: content?.$case === 'milestones' ? content.value.milestones.map(readMilestone) : [],
  };
}

function cellFromProto({ key, tally, ...columns }: CellMessage): CellChanges {
  if (key === undefined) throw new Doubt('UNDECODABLE', 'a cell without a key');
  const class_ = classFrom(key.class);
  const origin = originFrom(key.origin);
  const metric = metricOf(key.metric);
  if (class_ === undefined || origin === undefined)
    throw new Doubt('FUTURE', `class ${key.class}, origin ${key.origin}`);
  if (metric === undefined || key.definition > metric.definition)
    throw new Doubt('FUTURE', `metric ${key.metric}, definition ${key.definition}`);
  if (!isDay(key.day)) throw new Doubt('UNDECODABLE', `day "${key.day}"`);
  if (!isUnit(key.unit)) throw new Doubt('UNDECODABLE', `unit "${key.unit}"`);
  if ((class_ === 'ACCOUNTABLE') !== (key.reason === '') || (key.reason === '') !== (key.responsible === '')) {
    throw new Doubt('UNDECODABLE', `class ${class_} with reason "${key.reason}" and responsible "${key.responsible}"`);
  }
  const ragged = Object.entries(columns).find(([, refs]) => refs.length % REF_BYTES !== 0);
  if (ragged !== undefined) throw new Doubt('UNDECODABLE', `${ragged[0]} is not a whole number of refs`);
  if (tally !== undefined && Object.values(tally).some((quantity) => quantity < 0n))
    throw new Doubt('UNDECODABLE', 'a tally below 0');
  if ((metric.counts === 'TALLY') !== (tally !== undefined))
    throw new Doubt('UNDECODABLE', `${key.metric} is counted otherwise`);
  return { cell: { ...key, class: class_, origin }, tally, ...columns };
}

function readMilestone(message: MilestoneMessage): MilestoneOut {
  const milestone = milestoneFromProto(message);
  if (milestone === undefined) throw new Doubt('FUTURE', `milestone ${message.name}`);
  return milestone;
}

function contentToProto(content: BatchToSeal['content']): NonNullable<SealedBatch['content']> {
  return 'cells' in content ? { $case: 'observations', value: content } : { $case: 'milestones', value: content };
}

function feedToProto({ feed, completeThrough, origin }: FeedSaid): FeedState {
  return {
    feed,
    origin: ORIGIN_NUMBER[origin],
    completeThrough: completeThrough === undefined ? undefined : new Date(completeThrough),
  };
}

function feedFromProto({ feed, completeThrough, origin }: FeedState): FeedSaid {
  const known = originFrom(origin);
  if (known === undefined) throw new Doubt('FUTURE', `origin ${origin} of feed ${feed}`);
  return { feed, origin: known, completeThrough: completeThrough?.getTime() };
}
