import type { Unit } from '#libs/domain/unit.js';

/** The first names of a unit, "origin/sp/seller/6560211a" at depth 2: "origin/sp". A shorter unit stays itself. */
export function unitAtDepth(unit: Unit, depth: number): Unit {
  return unit.split('/').slice(0, depth).join('/');
}

/** Groups what is counted per unit by the first names of the unit, in order of name. */
export function groupByUnit<T extends { readonly unit: Unit }>(
  counted: Iterable<T>,
  depth: number,
): ReadonlyMap<Unit, readonly T[]> {
  const groups = new Map<Unit, T[]>();
  for (const item of counted) {
    const unit = unitAtDepth(item.unit, depth);
    const group = groups.get(unit);
    if (group === undefined) groups.set(unit, [item]);
    else group.push(item);
  }
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}
