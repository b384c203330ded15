/**
 * What a reader knows of a numbered, hash-chained sequence: everything through a number, and ranges beyond a hole. Pure.
 */
export interface Chain {
  readonly appliedThrough: bigint;
  /** Hash of that batch; of nothing: what number 1 must name as the one before. */
  readonly headSha256: string;
  /** Ranges beyond a hole, in order, never touching each other. */
  readonly ahead: readonly Range[];
}

/** Numbers lo..hi that are applied, with what is needed to join them once the hole before is filled. Hashes are hex. */
export interface Range {
  readonly lo: bigint;
  readonly hi: bigint;
  /** The hash that batch lo names as the one before it. */
  readonly previousSha256: string;
  /** The hash of batch hi. */
  readonly sha256: string;
}

/** A batch as the chain sees it. */
export interface Link {
  readonly number: bigint;
  readonly previousSha256: string;
  readonly sha256: string;
}

export type Step =
  | { readonly kind: 'fresh'; readonly chain: Chain }
  /** The number is applied already; whether it is the same batch its hash tells. */
  | { readonly kind: 'known' }
  /** It does not fit its neighbours: one of them is not the batch that was sealed. */
  | { readonly kind: 'broken' };

/** Hash before the very first batch. */
export const ZERO_SHA256 = '00'.repeat(32);

export const EMPTY_CHAIN: Chain = { appliedThrough: 0n, headSha256: ZERO_SHA256, ahead: [] };

/** What a batch does to a chain: extends it, is known, or breaks it. The order of arrival decides nothing. */
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

/** The highest number applied, holes or not. */
export function newestKnown({ appliedThrough, ahead }: Chain): bigint {
  return ahead.at(-1)?.hi ?? appliedThrough;
}

/** What is missing up to a number that is known to exist: ranges lo..hi, in order. */
export function holes(chain: Chain, newest: bigint): { readonly lo: bigint; readonly hi: bigint }[] {
  const found: { lo: bigint; hi: bigint }[] = [];
  let next = chain.appliedThrough + 1n;
  for (const { lo, hi } of chain.ahead) {
    if (next < lo) found.push({ lo: next, hi: lo - 1n });
    next = hi + 1n;
  }
  if (next <= newest) found.push({ lo: next, hi: newest });
  return found;
}

/** The applied part is a range too: from 0, which stands for what number 1 continues. */
function asRange({ appliedThrough, headSha256 }: Chain): Range {
  return { lo: 0n, hi: appliedThrough, previousSha256: '', sha256: headSha256 };
}

function asChain([applied, ...ahead]: readonly Range[]): Chain {
  if (applied === undefined) throw new Error('a chain always begins');
  return { appliedThrough: applied.hi, headSha256: applied.sha256, ahead };
}
