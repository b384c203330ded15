import type { Milestone } from '#libs/domain/milestone.js';
import type { Day, Instant } from '#libs/domain/time.js';

/** An answer that the agency reported about an order, or the promise of ordering. */
export type KnownOfAnswer = Answered | Milestone;

interface Answered {
  readonly name: 'answered';
  readonly happenedAt: Instant;
  /** 1 to 5. */
  readonly score: number;
}

/** The last answer of a customer about an order, as the survey's metrics read it. */
export interface CustomerAnswer {
  readonly answeredAt: Instant;
  readonly score: number;
  readonly promisedDay: Day;
}

/**
 * Makes the answer from the facts of an order. Of several answers the last one counts.
 *
 * @param known  in order of time
 * @returns      undefined before the customer answered and the promise of the order is known
 */
export function answerFrom(known: readonly KnownOfAnswer[]): CustomerAnswer | undefined {
  const answers = known.filter((fact) => fact.name === 'answered');
  const promised = known.find((fact): fact is Milestone => fact.name === 'promised');
  const last = answers.at(-1);
  if (last === undefined || promised?.promisedDay === undefined) return undefined;
  return { answeredAt: last.happenedAt, score: last.score, promisedDay: promised.promisedDay };
}
