import type { DepartmentEntry } from '../departments/departments-document.js';
import type { Mistake, Path } from '../finding.js';
import { repeated } from './documents.js';

const MOST_LEVELS = 4;

type UnitEntry = NonNullable<DepartmentEntry['units']>[number];

/** What is wrong with the units of one department: a unit twice, below one that is not declared, below itself, or too deep. */
export function checkUnits(units: readonly UnitEntry[], path: Path): Mistake[] {
  const declared = new Set(units.map(({ unit }) => unit));
  const parents = new Map(units.map(({ unit, of }) => [unit, of ?? pathParent(unit)]));
  const twice = repeated(units, ({ unit }) => unit).map(
    ({ value, place }): Mistake => ({
      path: [...path, place, 'unit'],
      reason: 'UNIT_TWICE',
      problem: `The unit ${value.unit} is declared twice.`,
      cure: 'Remove one of the entries.',
    }),
  );
  const others = units.flatMap(({ unit, of }, place): Mistake[] => {
    if (of === undefined) return [];
    const at = [...path, place, 'of'];
    if (!declared.has(of)) {
      const cure = `Add an entry for ${of}, or write a unit that is declared.`;
      return [{ path: at, reason: 'UNIT_UNKNOWN', problem: `No unit ${of} is declared.`, cure }];
    }
    const chain = chainOf(unit, parents);
    if (chain === undefined) return [underItself(at, unit)];
    return chain.length > MOST_LEVELS ? [tooDeep(at, chain)] : [];
  });
  return [...twice, ...others];
}

function underItself(path: Path, unit: string): Mistake {
  const problem = `The unit ${unit} would belong to itself.`;
  return { path, reason: 'UNIT_UNDER_ITSELF', problem, cure: 'Write the unit above it, or leave "of" out.' };
}

function tooDeep(path: Path, chain: readonly string[]): Mistake {
  const problem = `The unit lies below ${chain.length - 1} others: ${chain.join(', ')}.`;
  return {
    path,
    reason: 'UNITS_TOO_DEEP',
    problem,
    cure: 'Let it belong to a unit further up: three above it are possible.',
  };
}

/** A unit and all above it, the nearest first; undefined when it comes back to itself. */
function chainOf(unit: string, parents: ReadonlyMap<string, string | undefined>): string[] | undefined {
  const chain: string[] = [];
  for (let at: string | undefined = unit; at !== undefined; at = parents.has(at) ? parents.get(at) : pathParent(at)) {
    if (chain.includes(at)) return undefined;
    chain.push(at);
  }
  return chain;
}

/** "carrier/acme" for "carrier/acme/depot-7"; undefined for "carrier". */
function pathParent(unit: string): string | undefined {
  const slash = unit.lastIndexOf('/');
  return slash === -1 ? undefined : unit.slice(0, slash);
}
