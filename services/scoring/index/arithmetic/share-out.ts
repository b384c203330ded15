import { compared, type Fraction, fraction, minus } from '#libs/domain/fraction.js';
import { floorDivide } from '#libs/domain/integer.js';

/**
 * Rounds exact parts to whole ones that add up to a given whole: floors first, then one more for the parts with the largest
 * remainders, ties in the order of the list.
 *
 * @param parts  exact; negative ones are rounded down like the others
 * @param whole  their exact sum, rounded up or down
 * @throws {RangeError} when the parts do not make that whole: always a bug
 * @see   docs/index-definition.md, section 3: points are floors plus largest remainder, ties in ruleset order
 */
export function shareOut(parts: readonly Fraction[], whole: bigint): bigint[] {
  const floors = parts.map(({ numerator, denominator }) => floorDivide(numerator, denominator));
  const left = whole - floors.reduce((sum, floor) => sum + floor, 0n);
  if (left < 0n || left > BigInt(parts.length)) {
    throw new RangeError(`${parts.length} parts leave ${left} of ${whole}`);
  }

  const remainders = parts.map((part, place) => ({ place, remainder: minus(part, fraction(floors[place] ?? 0n)) }));
  // `sort` keeps equals in their order, which is what settles ties.
  const first = remainders.sort((a, b) => compared(b.remainder, a.remainder)).slice(0, Number(left));
  const oneMore = new Set(first.map(({ place }) => place));
  return floors.map((floor, place) => (oneMore.has(place) ? floor + 1n : floor));
}
