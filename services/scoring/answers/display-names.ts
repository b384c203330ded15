import type { CompanyDocument } from '#libs/documents/company/company-document.js';
import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import type { Department } from '#libs/domain/source.js';
import { dayOf, type Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** What people read beside the path of a unit or the name of a department; empty where the company states nothing. */
export type DisplayNames = (department: Department, unit?: Unit) => string;

export const NO_DISPLAY_NAMES: DisplayNames = () => '';

interface Version {
  readonly version: number;
  /** YAML */
  readonly text: string;
}

/**
 * The display names that hold at an instant: those of the newest version of the document `departments` whose first day has begun in the zone
 * of the company.
 *
 * @param departments  all versions that were published
 * @param company      the newest one; undefined without one: then days begin in UTC
 */
export function displayNamesOf(
  departments: readonly Version[],
  company: Version | undefined,
): (now: Instant) => DisplayNames {
  const zone = company === undefined ? 'UTC' : (parseYaml(company.text).value as CompanyDocument).zone;
  const versions = departments
    .map(({ version, text }) => ({ version, value: parseYaml(text).value as DepartmentsDocument }))
    .sort((a, b) => b.version - a.version)
    .map(({ value }) => ({ from: value.valid_from, names: namesIn(value) }));
  return (now) => {
    const today = dayOf(now, zone);
    return versions.find(({ from }) => from <= today)?.names ?? NO_DISPLAY_NAMES;
  };
}

function namesIn({ departments }: DepartmentsDocument): DisplayNames {
  const titles = new Map<string, string>();
  for (const [department, { title = '', units = [] }] of Object.entries(departments)) {
    titles.set(department, title);
    for (const { unit, title: ofUnit = '' } of units) titles.set(`${department}/${unit}`, ofUnit);
  }
  return (department, unit) => titles.get(unit === undefined ? department : `${department}/${unit}`) ?? '';
}
