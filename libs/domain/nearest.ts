/** So few letters begin too many words. */
const FEWEST_LETTERS = 4;

/**
 * The candidate that differs least from a mistyped word; undefined when none is near: at most a third of its letters. The start of a
 * candidate is nearer than anything else, however much is missing behind it.
 */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const [best] = candidates
    .map((candidate) => ({
      candidate,
      isBegun: word.length >= FEWEST_LETTERS && candidate.toLowerCase().startsWith(word),
      distance: editDistance(word, candidate.toLowerCase()),
    }))
    .filter(({ candidate, isBegun, distance }) => isBegun || 3 * distance <= Math.max(word.length, candidate.length))
    .sort((a, b) => Number(b.isBegun) - Number(a.isBegun) || a.distance - b.distance);
  return best?.candidate;
}

/** " Did you mean --limit?", to be put behind a sentence; empty when nothing is near. */
export function didYouMean(
  typed: string,
  candidates: readonly string[],
  show: (candidate: string) => string = (candidate) => candidate,
): string {
  const found = nearest(typed, candidates);
  return found === undefined ? '' : ` Did you mean ${show(found)}?`;
}

/** How many letters must be inserted, deleted, replaced or swapped with their neighbour to make one word the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (last[column - 1] ?? 0) + Number(from[row - 1] !== to[column - 1]);
      let least = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced);
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (isSwapped && row > 1 && column > 1) least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      current.push(least);
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
