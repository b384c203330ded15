import { enumWords, type Word } from '#libs/domain/enum-words.js';
import { groupBy } from '#libs/domain/group-by.js';
import type { Instant } from '#libs/domain/time.js';

/** What a help desk promises to do, by its number in the contract. */
export const COMMITMENTS = enumWords('commitment', { CALL_BACK: 1, REPLACEMENT: 2, INFORMATION: 3, VISIT: 4 });
export type CommitmentKind = Word<typeof COMMITMENTS>;

/** A promise to do something by an instant, and when it was done. */
export interface Commitment {
  readonly dueAt: Instant;
  /** Undefined while it was not done. */
  readonly keptAt: Instant | undefined;
}

export interface CommitmentMade {
  readonly name: 'commitment_made';
  readonly happenedAt: Instant;
  readonly commitment: CommitmentKind;
  readonly dueAt: Instant;
}

export interface CommitmentKept {
  readonly name: 'commitment_kept';
  readonly happenedAt: Instant;
  readonly commitment: CommitmentKind;
}

/**
 * The commitments of a contact. What was done keeps the commitment of its kind that was made first and not kept before. It keeps none
 * that was made later.
 *
 * @param known  in order of time
 */
export function commitmentsOf(known: readonly { readonly name: string }[]): readonly Commitment[] {
  const made = known.filter((fact): fact is CommitmentMade => fact.name === 'commitment_made');
  if (made.length === 0) return [];
  const kept = known.filter((fact): fact is CommitmentKept => fact.name === 'commitment_kept');
  return [...groupBy(made, ({ commitment }) => commitment)].flatMap(([kind, alike]) => {
    const done = kept.filter(({ commitment }) => commitment === kind).map(({ happenedAt }) => happenedAt);
    return alike.map(({ happenedAt, dueAt }) => {
      while (done[0] !== undefined && done[0] < happenedAt) done.shift();
      return { dueAt, keptAt: done.shift() };
    });
  });
}
