import type { PeriodKind } from '#libs/domain/period.js';
import type { AnsweredIndex } from './answered-index.js';

type Asked = Pick<AnsweredIndex, 'name' | 'ruleset' | 'index'>;

/** Whether an index is of so few people, or of so few cases, that it tells of single ones. A ruleset says how few that is. */
export function isOfSmallGroup({ name, ruleset, index }: Asked): boolean {
  const { leastPeople, leastCases, people } = ruleset.smallGroups;
  return (people.get(name.department) ?? leastPeople) < leastPeople || mostCases(index) < leastCases;
}

/**
 * Whether an index is not shown to callers who do not see its department. Besides small groups these are all periods of other kinds than
 * the usual one: a quarter less two of its months would be the third, and a week less a week before it a few days. Periods of one kind
 * share no day, and no total over departments is shown to such a caller, so nothing can be subtracted from an answer.
 */
export function isHiddenFromOthers(asked: Asked, usualKind: PeriodKind): boolean {
  return asked.name.period.kind !== usualKind || isOfSmallGroup(asked);
}

/** Accountable cases. The metrics of a department ask mostly the same orders, so they are not added up. */
export function mostCases({ metrics }: Asked['index']): bigint {
  return metrics.reduce((most, { counts }) => (counts.accountable.cases > most ? counts.accountable.cases : most), 0n);
}
