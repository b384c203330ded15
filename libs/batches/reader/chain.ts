/**
 * What a reader has applied of a numbered, hash-chained sequence: everything through one number, and ranges beyond gaps. Pure.
 */
export interface Chain {
  readonly appliedThrough: bigint;
  /** Hash of batch `appliedThrough`; before number 1, the hash that number 1 must name as its predecessor. */
  readonly headSha256: string;
  /** Applied ranges beyond a gap, in order. They never touch each other. */
  readonly ahead: readonly Range[];
}

/**
 * An applied range lo..hi, with the hashes that join it to its neighbours once the gap before it is filled. Hashes are hex.
 */
export interface Range {
  readonly lo: bigint;
  readonly hi: bigint;
  /** The hash of the batch before lo, as lo names it. */
  readonly previousSha256: string;
  /** The hash of batch hi. */
  readonly sha256: string;
}

/** A batch as a link of the chain. */
export interface Link {
  readonly number: bigint;
  readonly previousSha256: string;
  readonly sha256: string;
}

export type Step =
  | { readonly kind: 'fresh'; readonly chain: Chain }
  /** The number is applied already. The caller compares the hash: same hash is a repeat, another hash is a fork. */
  | { readonly kind: 'known' }
  /** It does not fit its neighbours: one of them is not the batch that was sealed. */
  | { readonly kind: 'broken' };

/** The predecessor hash of the very first batch. */
export const ZERO_SHA256 = '00'.repeat(32);

export const EMPTY_CHAIN: Chain = { appliedThrough: 0n, headSha256: ZERO_SHA256, ahead: [] };

/**
 * Adds a link to a chain: it extends the chain, is known already, or breaks it. The order of arrival does not matter.
 */
export function follow(chain: Chain, link: Link): Step {
  if (isKnown(chain, link.number)) return { kind: 'known' };
  const all: Range[] = [asRange(chain), ...chain.ahead];
  const place = all.findIndex((range) => range.lo > link.number);
  const at = place === -1 ? all.length : place;
  const before = all[at - 1];
  const after = all[at];
  let joined: Range = { lo: link.number, hi: link.number, previousSha256: link.previousSha256, sha256: link.sha256 };
  let from = at;
  let to = at;
  if (before !== undefined && before.hi + 1n === link.number) {
    if (before.sha256 !== link.previousSha256) return { kind: 'broken' };
    joined = { ...joined, lo: before.lo, previousSha256: before.previousSha256 };
    from = at - 1;
  }
  if (after !== undefined && link.number + 1n === after.lo) {
    if (after.previousSha256 !== link.sha256) return { kind: 'broken' };
    joined = { ...joined, hi: after.hi, sha256: after.sha256 };
    to = at + 1;
  }
  return { kind: 'fresh', chain: asChain([...all.slice(0, from), joined, ...all.slice(to)]) };
}

/** Whether a number is applied. */
export function isKnown({ appliedThrough, ahead }: Chain, number: bigint): boolean {
  return number <= appliedThrough || ahead.some(({ lo, hi }) => lo <= number && number <= hi);
}

/** The highest applied number, gaps or not. */
export function newestKnown({ appliedThrough, ahead }: Chain): bigint {
  return ahead.at(-1)?.hi ?? appliedThrough;
}

/** The missing ranges lo..hi up to a number that is known to exist, in order. */
export function gaps(chain: Chain, newest: bigint): { readonly lo: bigint; readonly hi: bigint }[] {
  const found: { lo: bigint; hi: bigint }[] = [];
  let next = chain.appliedThrough + 1n;
  for (const { lo, hi } of chain.ahead) {
    if (next < lo) found.push({ lo: next, hi: lo - 1n });
    next = hi + 1n;
  }
  if (next <= newest) found.push({ lo: next, hi: newest });
  return found;
}

/** The contiguous part as a range; it starts at 0, the predecessor of number 1. */
function asRange({ appliedThrough, headSha256 }: Chain): Range {
  return { lo: 0n, hi: appliedThrough, previousSha256: '', sha256: headSha256 };
}

function asChain([applied, ...ahead]: readonly Range[]): Chain {
  if (applied === undefined) throw new Error('the chain has no applied range');
  return { appliedThrough: applied.hi, headSha256: applied.sha256, ahead };
}
