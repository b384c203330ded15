import { refKey } from './stored.js';

/** A case that must be judged again, and why: "shop/4711", "ordering/promised", "sweep". */
export interface TouchedCase {
  readonly ref: Buffer;
  readonly cause: string;
}

/** Finds the cause for which a case is judged. */
export function causesOf(touched: readonly TouchedCase[]): (file: { readonly ref: Buffer }) => string {
  const causes = new Map(touched.map(({ ref, cause }) => [refKey(ref), cause]));
  return ({ ref }) => {
    const cause = causes.get(refKey(ref));
    if (cause === undefined) throw new Error('a case was loaded that is not in the list');
    return cause;
  };
}
