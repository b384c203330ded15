import type { Class, Origin } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';

/** How words stand in smallint columns; the same numbers as in cx.batches.v1. */
export const CLASS_NUMBER = { ACCOUNTABLE: 1, EXCLUDED: 2, OTHERS: 3 } as const satisfies Record<Class, number>;
export const ORIGIN_NUMBER = { REPORTED: 1, IMPORTED: 2, GENERATED: 3 } as const satisfies Record<Origin, number>;

const CLASSES = wordsByNumber(CLASS_NUMBER);
const ORIGINS = wordsByNumber(ORIGIN_NUMBER);

export const classFrom = (number: number): Class => found(CLASSES, number);
export const originFrom = (number: number): Origin => found(ORIGINS, number);

/** An instant as a parameter for timestamptz; undefined for one before or after everything. */
export function timestamp(instant: Instant): string | undefined {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : undefined;
}

/** The text by which refs are compared and looked up in memory. */
export function refKey(ref: Uint8Array): string {
  return Buffer.from(ref.buffer, ref.byteOffset, ref.byteLength).toString('hex');
}

/** Anything about a case. */
interface OfCase {
  readonly ref: Buffer;
}

/** Each case once; the last that is about it stands. */
export function uniqueByCase<T extends OfCase>(some: readonly T[]): T[] {
  return [...new Map(some.map((one) => [refKey(one.ref), one])).values()];
}

export function refsOf(some: readonly OfCase[]): Buffer[] {
  return some.map((one) => one.ref);
}

export function wordsByNumber<Word extends string>(numbers: Readonly<Record<Word, number>>): ReadonlyMap<number, Word> {
  return new Map((Object.keys(numbers) as Word[]).map((word) => [numbers[word], word]));
}

/** Throws for an unknown number: the database refuses other numbers, so it would be a bug. */
export function found<Word>(words: ReadonlyMap<number, Word>, number: number): Word {
  const word = words.get(number);
  if (word === undefined) throw new Error(`no word for ${number} in the database`);
  return word;
}
