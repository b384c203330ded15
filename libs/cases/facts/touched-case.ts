import { refKey } from './stored.js';
import type { StoredFact } from './stored-fact.js';

/** A case that must be judged again, and why: "shop/4711", "ordering/promised", "sweep". */
export interface TouchedCase {
  readonly ref: Buffer;
  readonly cause: string;
  /**
   * The facts about it that this transaction has added; empty when time has passed or documents have changed. Unset where more may have
   * happened: then the case is read.
   */
  readonly added?: readonly StoredFact[];
}

/** Each case once, with the last cause, and all facts that were added to it. */
export function touchedTogether(touched: readonly Required<TouchedCase>[]): TouchedCase[] {
  const together = new Map<string, { ref: Buffer; cause: string; added: StoredFact[] }>();
  for (const { ref, cause, added } of touched) {
    const key = refKey(ref);
    const before = together.get(key);
    if (before === undefined) together.set(key, { ref, cause, added: [...added] });
    else {
      before.cause = cause;
      before.added.push(...added);
    }
  }
  return [...together.values()];
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
