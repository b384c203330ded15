import { groupBy } from '#libs/domain/group-by.js';
import { divideHalfUp } from '#libs/domain/integer.js';
import type { NotMeasured } from '../index/score/department-index.js';
import type { AnsweredIndex } from './answered-index.js';
import { formatOwner, type IndexName } from './index-name.js';
import type { ShadowedIndex } from './shadow.js';

/** Why an index or a metric has no figure in a shadow. The first three are also those of an index. */
export type ShadowReason = NotMeasured | 'NO_RULESET_IN_FORCE' | 'DEFINITION_NOT_COUNTED';

/** What a proposed ruleset means for a department or unit, over all periods in which both rulesets measure it. */
export interface OwnerChange {
  readonly owner: Omit<IndexName, 'period'>;
  /** Periods measured by both. */
  readonly compared: number;
  /** Periods in which the index would be higher. */
  readonly gained: number;
  readonly lost: number;
  /** Mean of the changes, E4, rounded half up, once. */
  readonly meanE4: bigint;
  readonly lowestE4: bigint;
  readonly highestE4: bigint;
}

/** The place of a unit among the units of its department that both rulesets measure in a period; 1 is the best. */
export interface Ranks {
  readonly inForce: number;
  readonly proposed: number;
  readonly of: number;
}

/** Proposed less in force; undefined when one of them has no index. */
export function changeOf({ inForce, proposed }: ShadowedIndex): bigint | undefined {
  const [before, after] = [indexOf(inForce), indexOf(proposed)];
  return before === undefined || after === undefined ? undefined : after - before;
}

/** Owners in order: departments as they come, then units, those that gain most first. Without a period in common none. */
export function ownerChanges(indexes: readonly ShadowedIndex[]): readonly OwnerChange[] {
  const changes = [...groupBy(indexes, ({ name }) => formatOwner(name)).values()].flatMap((own) => {
    const moved = own.flatMap((one) => changeOf(one) ?? []);
    const [first] = own;
    if (first === undefined || moved.length === 0) return [];
    const { period, ...owner } = first.name;
    const sorted = moved.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return [
      {
        owner,
        compared: moved.length,
        gained: moved.filter((one) => one > 0n).length,
        lost: moved.filter((one) => one < 0n).length,
        meanE4: divideHalfUp(
          moved.reduce((sum, one) => sum + one, 0n),
          BigInt(moved.length),
        ),
        lowestE4: sorted[0] ?? 0n,
        highestE4: sorted.at(-1) ?? 0n,
      },
    ];
  });
  const units = changes.filter(({ owner }) => owner.unit !== undefined);
  return [...changes.filter(({ owner }) => owner.unit === undefined), ...units.toSorted(byGain)];
}

function byGain(a: OwnerChange, b: OwnerChange): number {
  if (a.meanE4 !== b.meanE4) return a.meanE4 > b.meanE4 ? -1 : 1;
  return formatOwner(a.owner) < formatOwner(b.owner) ? -1 : 1;
}

/** Units with equal indexes share the better place. */
export function ranksOf(indexes: readonly ShadowedIndex[]): ReadonlyMap<ShadowedIndex, Ranks> {
  const ranked = indexes.filter((one) => one.name.unit !== undefined && changeOf(one) !== undefined);
  const groups = groupBy(ranked, ({ name }) => `${name.department} ${name.period.name}`);
  const ranks = new Map<ShadowedIndex, Ranks>();
  for (const own of groups.values()) {
    for (const one of own) {
      const place = (side: 'inForce' | 'proposed') =>
        1 + own.filter((other) => (indexOf(other[side]) ?? 0n) > (indexOf(one[side]) ?? 0n)).length;
      ranks.set(one, { inForce: place('inForce'), proposed: place('proposed'), of: own.length });
    }
  }
  return ranks;
}

/** Why a side has no index; undefined when it has one. */
export function whyNoIndex({ inForce, proposed, notCounted }: ShadowedIndex, side: 'inForce' | 'proposed') {
  const answered = side === 'inForce' ? inForce : proposed;
  if (answered === undefined) return 'NO_RULESET_IN_FORCE' satisfies ShadowReason;
  const { outcome } = answered.index;
  if (outcome.kind === 'measured') return undefined;
  return outcome.reason === 'TOO_FEW_CASES' && notCounted[side].size > 0 ? 'DEFINITION_NOT_COUNTED' : outcome.reason;
}

function indexOf(answered: AnsweredIndex | undefined): bigint | undefined {
  return answered?.index.outcome.kind === 'measured' ? answered.index.outcome.indexE4 : undefined;
}
