/** Rounded half up to a tenth of a point, as it is printed. E4 in, E4 out. */
export function tenthsOf(e4: bigint): bigint {
  return ((e4 + TENTH_E4 / 2n) / TENTH_E4) * TENTH_E4;
}

/** A part of an index: `lostE4` are the points that its misses take from the 100, 0 or more. */
interface Part {
  readonly lostE4: bigint;
}

const TENTH_E4 = 1_000n;

/**
 * What each part costs, in whole tenths of a point, so that the printed parts add up to the printed whole: rounded down, and the
 * tenths that are left over go to the largest remainders, the first of equal ones.
 *
 * @param wholeE4  what the whole costs as it is printed, E4, a multiple of 1,000; less than a tenth from the sum of the parts
 * @returns        E4, multiples of 1,000
 */
export function costs<P extends Part>(wholeE4: bigint, parts: readonly P[]): ReadonlyMap<P, bigint> {
  const down = parts.map((part) => ({ part, rest: part.lostE4 % TENTH_E4 }));
  const left = (wholeE4 - down.reduce((sum, { part, rest }) => sum + part.lostE4 - rest, 0n)) / TENTH_E4;
  const largest = down.toSorted((a, b) => Number(b.rest - a.rest)).slice(0, Number(left));
  const raised = new Set(largest.map(({ part }) => part));
  return new Map(down.map(({ part, rest }) => [part, part.lostE4 - rest + (raised.has(part) ? TENTH_E4 : 0n)]));
}
