import { BinaryReader } from '@bufbuild/protobuf/wire';
import { varintBytes, writeVarint } from './varint.js';

/** A milestone whose message is encoded already, without the ref of its case. */
export interface EncodedMilestone {
  /** 16 bytes. */
  readonly ref: Uint8Array;
  /** cx.batches.v1.Milestone without `case_ref`. */
  readonly content: Uint8Array;
}

/** Of the field `milestones` of Milestones and of the field `case_ref` of Milestone: number 1, with a length. */
const FIELD_ONE = 0x0a;
const REF_BYTES = 16;
/** `case_ref` with its tag and its length. It is the first field of the message. */
const REF_FIELD_BYTES = 2 + REF_BYTES;

/** cx.batches.v1.Milestones, made of messages that are encoded once: the same bytes as if all of it was encoded. */
export function framedMilestones(milestones: readonly EncodedMilestone[]): Buffer {
  let bytes = 0;
  for (const { content } of milestones) {
    const length = REF_FIELD_BYTES + content.length;
    bytes += 1 + varintBytes(length) + length;
  }
  const framed = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const { ref, content } of milestones) {
    framed[at++] = FIELD_ONE;
    at = writeVarint(framed, at, REF_FIELD_BYTES + content.length);
    framed[at++] = FIELD_ONE;
    framed[at++] = REF_BYTES;
    framed.set(ref, at);
    framed.set(content, at + REF_BYTES);
    at += REF_BYTES + content.length;
  }
  return framed;
}

/** Where each milestone of Milestones ends, with its tag and its length. */
export function endsOfMilestones(milestones: Buffer): number[] {
  const reader = new BinaryReader(milestones);
  const ends: number[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag !== FIELD_ONE) throw new Error(`field ${tag >>> 3} was written to the outbox where milestones are`);
    reader.skip(tag & 7, tag >>> 3);
    ends.push(reader.pos);
  }
  return ends;
}
