import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { countedUnits } from '#libs/domain/counted-unit.js';
import type { Department } from '#libs/domain/source.js';
import { dayOf, type Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** What people read beside the path of a unit or the name of a department; empty where the company states nothing. */
export type DisplayNames = (department: Department, unit?: Unit) => string;

export const NO_DISPLAY_NAMES: DisplayNames = () => '';

/** The unit in which a department counts what feeds report of a unit. */
export type CountedIn = (department: Department, reported: Unit) => Unit;

export const COUNTED_AS_REPORTED: CountedIn = (_, reported) => reported;

/** What the document `departments` states of units for people. */
export interface StatedUnits {
  readonly displayNames: DisplayNames;
  readonly countedIn: CountedIn;
}

const NOTHING_STATED: StatedUnits = { displayNames: NO_DISPLAY_NAMES, countedIn: COUNTED_AS_REPORTED };

interface Version {
  readonly version: number;
  /** YAML */
  readonly text: string;
}

/**
 * What holds at an instant: the newest version of the document `departments` whose first day has begun in the zone of the company.
 *
 * @param departments  all versions that were published
 * @param company      the newest one; undefined without one: then days begin in UTC
 */
export function statedUnitsOf(
  departments: readonly Version[],
  company: Version | undefined,
): (now: Instant) => StatedUnits {
  const zone = company === undefined ? 'UTC' : (parseYaml(company.text).value as CompanyDocument).zone;
  const versions = departments
    .map(({ version, text }) => ({ version, value: parseYaml(text).value as DepartmentsDocument }))
    .sort((a, b) => b.version - a.version)
    .map(({ value }) => ({ from: value.valid_from, stated: statedIn(value) }));
  return (now) => {
    const today = dayOf(now, zone);
    return versions.find(({ from }) => from <= today)?.stated ?? NOTHING_STATED;
  };
}

/** A unit has its display name where it is counted, and as it is reported: cases of earlier days may be counted there. */
function statedIn({ departments }: DepartmentsDocument): StatedUnits {
  const titles = new Map<string, string>();
  const places = new Map<string, (reported: Unit) => Unit>();
  for (const [department, { title = '', units = [] }] of Object.entries(departments)) {
    const countedUnit = countedUnits(units);
    places.set(department, countedUnit);
    titles.set(department, title);
    for (const { unit, title: ofUnit = '' } of units)
      for (const path of [unit, countedUnit(unit)]) titles.set(`${department}/${path}`, ofUnit);
  }
  return {
    displayNames: (department, unit) => titles.get(unit === undefined ? department : `${department}/${unit}`) ?? '',
    countedIn: (department, reported) => places.get(department)?.(reported) ?? reported,
  };
}
