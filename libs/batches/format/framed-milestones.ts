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
    for (let rest = REF_FIELD_BYTES + content.length; ; rest >>>= 7) {
      framed[at++] = rest > 127 ? (rest & 127) | 128 : rest;
      if (rest <= 127) break;
    }
    framed[at++] = FIELD_ONE;
    framed[at++] = REF_BYTES;
    framed.set(ref, at);
    framed.set(content, at + REF_BYTES);
    at += REF_BYTES + content.length;
  }
  return framed;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes += 1;
  return bytes;
}
