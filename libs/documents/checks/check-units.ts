import { unitPaths } from '#libs/domain/counted-unit.js';
import { MOST_UNIT_CHARACTERS, MOST_UNIT_NAMES, type Unit, unitAndAbove } from '#libs/domain/unit.js';
import type { DepartmentEntry } from '../departments/departments-document.js';
import type { Mistake, Path } from '../finding.js';
import { repeated } from './documents.js';

type UnitEntry = NonNullable<DepartmentEntry['units']>[number];

/** An entry with the path at which its unit is counted. */
interface Placed extends UnitEntry {
  readonly names: readonly string[];
  /** Where the entry says so. */
  readonly at: Path;
}

/**
 * What is wrong with the units of one department: a unit twice, below one that is not declared, below itself, too deep, or counted in the
 * place of another one.
 */
export function checkUnits(units: readonly UnitEntry[], path: Path): Mistake[] {
  const declared = new Set(units.map(({ unit }) => unit));
  const twice = repeated(units, ({ unit }) => unit).map(
    ({ value, place }): Mistake => ({
      path: [...path, place, 'unit'],
      reason: 'UNIT_TWICE',
      problem: `The unit ${value.unit} is declared twice.`,
      cure: 'Remove one of the entries.',
    }),
  );
  const pathOf = unitPaths(units);
  const placed: Placed[] = [];
  const others = units.flatMap((entry, place): Mistake[] => {
    const { unit, of } = entry;
    const at = [...path, place, of === undefined ? 'unit' : 'of'];
    if (of !== undefined && !declared.has(of)) {
      const cure = `Add an entry for ${of}, or write a unit that is declared.`;
      return [{ path: at, reason: 'UNIT_UNKNOWN', problem: `No unit ${of} is declared.`, cure }];
    }
    const names = pathOf(unit);
    if (names === undefined) return of === undefined ? [] : [underItself(at, unit)];
    placed.push({ ...entry, names, at });
    return tooLong({ ...entry, names, at });
  });
  return [...twice, ...others, ...placesTaken(placed)];
}

function underItself(path: Path, unit: Unit): Mistake {
  const problem = `The unit ${unit} would belong to itself.`;
  return { path, reason: 'UNIT_UNDER_ITSELF', problem, cure: 'Write the unit above it, or leave "of" out.' };
}

function tooLong({ unit, names, at: path }: Placed): Mistake[] {
  const counted = names.join('/');
  if (names.length > MOST_UNIT_NAMES) {
    const problem = `The unit ${unit} lies below more than ${MOST_UNIT_NAMES - 1} others: ${counted}.`;
    const cure = `Let it belong to a unit further up: ${MOST_UNIT_NAMES - 1} above it are possible.`;
    return [{ path, reason: 'UNITS_TOO_DEEP', problem, cure }];
  }
  if (counted.length <= MOST_UNIT_CHARACTERS) return [];
  const problem = `The unit ${unit} would be counted in a path of ${counted.length} characters.`;
  const cure = `Shorten the names, or let it belong to a unit further up: ${MOST_UNIT_CHARACTERS} are possible.`;
  return [{ path, reason: 'UNIT_PATH_TOO_LONG', problem, cure }];
}

/** Units that share a place with another one, so that people could not tell them apart, or that would move on from the place of another one. */
function placesTaken(placed: readonly Placed[]): Mistake[] {
  const moved = placed.filter(({ unit, names }) => names.join('/') !== unit);
  const owners = new Map(moved.map(({ unit, names }) => [names.join('/'), unit]));
  const shared = repeated([...new Map(placed.map((one) => [one.unit, one])).values()], ({ names }) =>
    names.join('/'),
  ).map(({ value: { unit, names, at } }): Mistake => {
    const problem = `The unit ${unit} and another entry would both be counted in ${names.join('/')}.`;
    return { path: at, reason: 'UNIT_PLACE_TAKEN', problem, cure: 'Remove one of the entries, or rename its unit.' };
  });
  const movingOn = moved.flatMap(({ unit, at }): Mistake[] => {
    const place = unitAndAbove(unit).find((prefix) => owners.has(prefix));
    if (place === undefined) return [];
    const problem = `The unit ${unit} lies in ${place}, where ${owners.get(place)} is counted, and would be counted elsewhere.`;
    return [{ path: at, reason: 'UNIT_PLACE_TAKEN', problem, cure: 'Name the unit in "unit" as feeds report it.' }];
  });
  return [...shared, ...movingOn];
}
