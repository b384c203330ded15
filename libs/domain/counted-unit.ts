import { MOST_UNIT_CHARACTERS, MOST_UNIT_NAMES, type Unit, unitAndAbove } from './unit.js';

/** A unit as feeds report it, and the unit that it belongs to; without one its path says it. */
export interface ListedUnit {
  readonly unit: Unit;
  readonly of?: Unit | undefined;
}

/** The unit in which a department counts what a feed reports of a unit. */
export type CountedUnit = (reported: Unit) => Unit;

/**
 * Finds the unit in which the cases of a reported unit are counted: its last name below the unit that it belongs to, and so on upwards. With
 * depot-7 of carrier/acme, depot-7 is counted in carrier/acme/depot-7. What lies below a listed unit moves with it: depot-7/gate is counted
 * in carrier/acme/depot-7/gate. What would become longer than a unit can be is counted in the lowest unit above it that fits. Without any
 * `of`, every unit is counted where it is reported.
 *
 * Laws: the result is a unit, and it is counted in itself if the linter finds nothing wrong with the list.
 */
export function countedUnits(listed: readonly ListedUnit[]): CountedUnit {
  if (listed.every(({ of }) => of === undefined)) return (reported) => reported;
  const pathOf = unitPaths(listed);
  return (reported) => {
    const names = pathOf(reported);
    return names === undefined ? reported : asUnit(names);
  };
}

/**
 * The names of the path at which a unit is counted, from the top; undefined where it would lie below itself. A path of too many names ends
 * after one name too many.
 */
export type UnitPath = (reported: Unit) => readonly string[] | undefined;

/** Finds the paths of units, also of those that a unit cannot have. It takes each listed unit once, however they belong to each other. */
export function unitPaths(listed: readonly ListedUnit[]): UnitPath {
  const parents = new Map(listed.flatMap(({ unit, of }): [Unit, Unit][] => (of === undefined ? [] : [[unit, of]])));
  /** Of the units that belong to others. */
  const known = new Map<Unit, readonly string[] | undefined>();
  const pathOf: UnitPath = (unit) => {
    const moved = nearestIn(parents, unit);
    if (moved === undefined) return unit.split('/');
    const rest = unit.slice(moved.length).split('/').slice(1);
    return below(known.get(moved), rest);
  };
  for (const unit of parents.keys()) {
    const way = wayUp(unit, parents, (one) => known.has(one));
    for (const moved of way.units.toReversed()) {
      const above = way.isCircle ? undefined : pathOf(parents.get(moved) ?? moved);
      known.set(moved, below(above, moved.split('/').slice(-1)));
    }
  }
  return pathOf;
}

/** A unit that belongs to another and those above it, the nearest first, up to one that is known; or up to where they meet again. */
function wayUp(unit: Unit, parents: ReadonlyMap<Unit, Unit>, isKnown: (unit: Unit) => boolean) {
  const units = new Set<Unit>();
  let at: Unit | undefined = unit;
  while (at !== undefined && !isKnown(at)) {
    if (units.has(at)) return { units: [...units], isCircle: true };
    units.add(at);
    at = nearestIn(parents, parents.get(at) ?? at);
  }
  return { units: [...units], isCircle: false };
}

/** The unit itself, or the nearest one above it by its path, that belongs to another. */
function nearestIn(parents: ReadonlyMap<Unit, Unit>, unit: Unit): Unit | undefined {
  return unitAndAbove(unit).findLast((path) => parents.has(path));
}

function below(above: readonly string[] | undefined, names: readonly string[]): readonly string[] | undefined {
  return above && [...above, ...names].slice(0, MOST_UNIT_NAMES + 1);
}

/** The longest beginning of a path that a unit can be. */
function asUnit(names: readonly string[]): Unit {
  const fitting = names.slice(0, MOST_UNIT_NAMES);
  while (fitting.join('/').length > MOST_UNIT_CHARACTERS) fitting.pop();
  return fitting.join('/');
}
