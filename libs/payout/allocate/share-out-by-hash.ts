import { createHash } from 'node:crypto';

/** An exact amount over the common denominator of its pool, 0 or more. */
export interface Part {
  /** Opaque, and one of a kind in its pool. */
  readonly ref: string;
  readonly numerator: bigint;
}

/**
 * Rounds exact amounts to whole minor units that add up to a whole: floors first, then one more for the largest remainders. A tie goes to
 * the smaller SHA-256 of period and reference, so neither the alphabet nor the order of the roster favours a payee.
 *
 * @param denominator  of all parts, above 0
 * @param whole        the exact sum of the parts, rounded down, or the sum itself
 * @throws {RangeError} when the parts do not make that whole: always a bug
 */
export function shareOutByHash(
  parts: readonly Part[],
  { denominator, whole, period }: { readonly denominator: bigint; readonly whole: bigint; readonly period: string },
): bigint[] {
  const amounts = parts.map(({ numerator }) => numerator / denominator);
  const left = whole - amounts.reduce((sum, amount) => sum + amount, 0n);
  if (left < 0n || left > BigInt(parts.length)) throw new RangeError(`${parts.length} parts leave ${left} of ${whole}`);
  const byRemainder = parts
    .map(({ ref, numerator }, place) => ({ ref, place, remainder: numerator % denominator }))
    .sort((a, b) =>
      a.remainder === b.remainder ? byTieBreak(period, a.ref, b.ref) : a.remainder > b.remainder ? -1 : 1,
    );
  for (const { place } of byRemainder.slice(0, Number(left))) amounts[place] = (amounts[place] ?? 0n) + 1n;
  return amounts;
}

/** What decides a tie, printed in the manifest as `TIE_BREAK`. */
export function tieBreak(period: string, ref: string): string {
  return createHash('sha256').update(`${period}\n${ref}`).digest('hex');
}

export const TIE_BREAK = 'the smaller SHA-256 of period, line feed and payee reference, in UTF-8';

function byTieBreak(period: string, one: string, other: string): number {
  return tieBreak(period, one) < tieBreak(period, other) ? -1 : 1;
}
