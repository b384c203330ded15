import type { Day } from '#libs/domain/time.js';

/** What the rules of one version of the document say of a case. */
export type Answer<Asked extends { readonly day: Day }> = { readonly kind: 'not asked' } | Answered<Asked>;

/** The answer of a version that asks. */
export type Answered<Asked> =
  | { readonly kind: 'failed'; readonly day: Day | undefined; readonly inconsistency: string }
  | ({ readonly kind: 'asked' } & Asked);

/**
 * Asks the newest version first, and takes the answer of the version that holds on its own day for the case. What a version does not ask
 * is answered by an earlier one only if its day lies before that version began.
 *
 * @param turns  in order of days
 * @returns      undefined when no version asks
 */
export function answerInTurn<Turn extends { readonly from: Day }, Asked extends { readonly day: Day }>(
  turns: readonly Turn[],
  ask: (turn: Turn) => Answer<Asked>,
): Answered<Asked> | undefined {
  let until: Day | undefined;
  for (const turn of turns.toReversed()) {
    const answer = ask(turn);
    const isWithin = (day: Day) => day >= turn.from && (until === undefined || day < until);
    if (answer.kind === 'asked' && isWithin(answer.day)) return answer;
    if (answer.kind === 'failed' && (answer.day === undefined || isWithin(answer.day))) return answer;
    if (answer.kind !== 'asked') until = turn.from;
  }
  return undefined;
}
