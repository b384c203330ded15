import type { Instant } from '#libs/domain/time.js';

/** What a customer answered to a third party about a contact. A question that was not answered is undefined. */
export interface Rating {
  readonly answeredAt: Instant;
  /** 1 (worst) to 5 (best). */
  readonly satisfaction: number | undefined;
  /** How easy it was: 1 (very hard) to 7 (very easy). */
  readonly ease: number | undefined;
}

export interface Rated {
  readonly name: 'rated';
  readonly happenedAt: Instant;
  readonly satisfaction: number | undefined;
  readonly ease: number | undefined;
}

interface Named {
  readonly name: string;
}

/** @param known  of one contact, in order of time */
export function ratingsOf(known: readonly Named[]): readonly Rating[] {
  return known
    .filter((fact): fact is Rated => fact.name === 'rated')
    .map(({ happenedAt: answeredAt, satisfaction, ease }) => ({ answeredAt, satisfaction, ease }));
}

/** The last answer to one question until an instant; undefined without one. */
export function lastAnswer(
  ratings: readonly Rating[],
  question: 'satisfaction' | 'ease',
  until: Instant,
): number | undefined {
  return ratings.findLast((one) => one.answeredAt <= until && one[question] !== undefined)?.[question];
}
