import type { Instant } from '#libs/domain/time.js';

/** An instant as a parameter for timestamptz; undefined for an infinite one. */
export function timestamp(instant: Instant): string | undefined {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : undefined;
}

/** The text by which refs are compared and looked up in memory. */
export function refKey(ref: Uint8Array): string {
  const bytes = Buffer.isBuffer(ref) ? ref : Buffer.from(ref.buffer, ref.byteOffset, ref.byteLength);
  return bytes.toString('latin1');
}

/** The ref in a page token, which has it as 32 hexadecimal digits; undefined for any other text. */
export function refFromHex(text: string): Buffer | undefined {
  return /^[0-9a-f]{32}$/.test(text) ? Buffer.from(text, 'hex') : undefined;
}

/** Anything about a case. */
interface OfCase {
  readonly ref: Buffer;
}

/** Each case once, with the last item about it. */
export function uniqueByCase<T extends OfCase>(some: readonly T[]): T[] {
  return [...new Map(some.map((one) => [refKey(one.ref), one])).values()];
}

export function refsOf(some: readonly OfCase[]): Buffer[] {
  return some.map((one) => one.ref);
}
