import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { Instant } from '#libs/domain/time.js';
import type { NotAccountable } from '../metric.js';
import { HIT, MISS, notAccountable, type Result } from '../result.js';

/** Who caused something, by its number in the contract. */
export const PARTIES = enumWords('party', { ORDERING: 1, WAREHOUSE: 2, DELIVERY: 3, SUPPORT: 4, CUSTOMER: 5 });
export type Party = Word<typeof PARTIES>;

/** What a customer complains of, by its number in the contract. It is evidence: no rule reads it. */
export const COMPLAINT_CAUSES = enumWords('complaint cause', {
  ...{ LATE: 1, DAMAGED: 2, WRONG_ITEM: 3, MISSING_ITEM: 4, NOT_AS_DESCRIBED: 5 },
  ...{ PRICE: 6, PROMISE_BROKEN: 7, CONDUCT: 8, OTHER: 9 },
});

/** What customers should not have to contact a help desk for, and who caused it. */
export interface Trouble {
  /** When it was first reported. */
  readonly at: Instant;
  /** As it was last reported; undefined when it is not known. */
  readonly causedBy: Party | undefined;
}

export interface Complained {
  readonly name: 'complained';
  readonly happenedAt: Instant;
  readonly causedBy: Party | undefined;
}

export interface OrderStatusAsked {
  readonly name: 'order_status_asked';
  readonly happenedAt: Instant;
  readonly late: Party | undefined;
}

/** @param reports  of one contact, in order of time */
export function troubleOf(reports: readonly Trouble[]): Trouble | undefined {
  const [first] = reports;
  return first && { at: first.at, causedBy: reports.at(-1)?.causedBy };
}

/**
 * Whether an issue was held to be resolved after the complaint, to the millisecond, and until an instant.
 *
 * @param resolvedAt  in whichever contact of the issue
 */
export function isResolvedBy({ at }: Trouble, resolvedAt: readonly Instant[], until: Instant): boolean {
  return resolvedAt.some((one) => one >= at && one <= until);
}

/** Who answers for a trouble that was caused by another party, by the reason; support answers for its own. */
const REASONS: Readonly<Record<Exclude<Party, 'SUPPORT'>, string>> = {
  ORDERING: 'CAUSED_BY_ORDERING',
  WAREHOUSE: 'CAUSED_BY_WAREHOUSE',
  DELIVERY: 'CAUSED_BY_DELIVERY',
  CUSTOMER: 'CAUSED_BY_CUSTOMER',
};

/** A trouble until an instant is a miss, for which the party answers that caused it. */
export function resultOfTrouble(trouble: Trouble | undefined, until: Instant): Result {
  if (trouble === undefined || trouble.at > until) return HIT;
  const { causedBy } = trouble;
  if (causedBy === 'SUPPORT') return MISS;
  return notAccountable(causedBy === undefined ? 'CAUSE_UNKNOWN' : REASONS[causedBy], false);
}

/**
 * The rules by which troubles are charged to the party that caused them.
 *
 * @param sentence  the rule of a party
 * @param unknown   the rule where the help desk names no party
 */
export function chargedToCause(sentence: (party: string) => string, unknown: string): readonly NotAccountable[] {
  const parties = ['ordering', 'warehouse', 'delivery', 'customer'] as const;
  return [
    ...parties.map((responsible) => ({
      class: 'OTHERS' as const,
      reason: REASONS[responsible.toUpperCase() as Exclude<Party, 'SUPPORT'>],
      responsible,
      rule: sentence(responsible),
    })),
    { class: 'OTHERS', reason: 'CAUSE_UNKNOWN', responsible: 'unattributed', rule: unknown },
  ];
}
