import type { Milestone } from '#libs/domain/milestone.js';
import type { Day, Instant } from '#libs/domain/time.js';

/** What is known of an order here: what its customer said, and the day it was promised. */
export type KnownOfAnswer = Answered | Milestone;

interface Answered {
  readonly name: 'answered';
  readonly happenedAt: Instant;
  /** 1 to 5. */
  readonly score: number;
}

/** What a customer said last; undefined before he did, or before the promise of his order is known. */
export interface CustomerAnswer {
  readonly answeredAt: Instant;
  readonly score: number;
  readonly promisedDay: Day;
}

/** The answer that facts in order of time make: the last one counts. */
export function answerFrom(known: readonly KnownOfAnswer[]): CustomerAnswer | undefined {
  const answers = known.filter((fact) => fact.name === 'answered');
  const promised = known.find((fact): fact is Milestone => fact.name === 'promised');
  const last = answers.at(-1);
  if (last === undefined || promised?.promisedDay === undefined) return undefined;
  return { answeredAt: last.happenedAt, score: last.score, promisedDay: promised.promisedDay };
}
