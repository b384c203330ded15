import type { CaseChanges } from './case-changes.js';
import type { Outcome } from './incoming-fact.js';
import { refKey } from './stored.js';

/** A case that must be judged again, and why: "olist/4711", "ordering/promised", "sweep". */
export interface TouchedCase {
  readonly ref: Buffer;
  readonly cause: string;
}

/** Why a case is looked at. */
export function causesOf(touched: readonly TouchedCase[]): (file: { readonly ref: Buffer }) => string {
  const causes = new Map(touched.map(({ ref, cause }) => [refKey(ref), cause]));
  return ({ ref }) => {
    const cause = causes.get(refKey(ref));
    if (cause === undefined) throw new Error('a case was loaded that nobody asked for');
    return cause;
  };
}

/** The outcomes of a call, each with the contradictions that are known of its case now. */
export function withSuspicions(outcomes: readonly Outcome[], changes: readonly CaseChanges[]) {
  const suspicions = new Map(changes.map((change) => [refKey(change.file.ref), change.suspicions]));
  return outcomes.map((outcome) =>
    outcome.result === 'REFUSED' ? outcome : { ...outcome, suspicions: suspicions.get(refKey(outcome.ref)) ?? [] },
  );
}
