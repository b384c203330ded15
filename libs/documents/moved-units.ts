import { countedUnits } from '#libs/domain/counted-unit.js';
import type { Day } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';
import type { DepartmentsDocument } from './departments/departments-document.js';

/** A unit that a version of `departments` counts in another one than the version before. */
export interface MovedUnit {
  readonly department: string;
  /** As feeds report it. */
  readonly reported: Unit;
  /** In which it was counted. */
  readonly from: Unit;
  /** In which it is counted from the first day of the version on. */
  readonly to: Unit;
  readonly firstDay: Day;
}

/** The units that move with a version, of those that either version lists, by department and unit. What lies below them moves with them. */
export function movedUnits(before: DepartmentsDocument, after: DepartmentsDocument): MovedUnit[] {
  const names = [...new Set([...Object.keys(before.departments), ...Object.keys(after.departments)])].sort();
  return names.flatMap((department) => {
    const [was, is] = [unitsOf(before, department), unitsOf(after, department)];
    const [countedBefore, countedAfter] = [countedUnits(was), countedUnits(is)];
    const listed = [...new Set([...was, ...is].map(({ unit }) => unit))].sort();
    return listed.flatMap((reported): MovedUnit[] => {
      const [from, to] = [countedBefore(reported), countedAfter(reported)];
      return from === to ? [] : [{ department, reported, from, to, firstDay: after.valid_from }];
    });
  });
}

function unitsOf({ departments }: DepartmentsDocument, department: string) {
  return (Object.hasOwn(departments, department) ? departments[department]?.units : undefined) ?? [];
}
