/** Who did it inside a department: one to four names joined by slashes, "carrier/acme/depot-7". */
export type Unit = string;

/** The unit of cases whose unit is not known, or that belong to no single unit. */
export const UNATTRIBUTED: Unit = 'unattributed';

/** The most names of a unit. */
export const MOST_UNIT_NAMES = 4;

/** The most characters of a unit. */
export const MOST_UNIT_CHARACTERS = 128;

const UNIT = /^[a-z0-9_-]+(\/[a-z0-9_-]+){0,3}$/;

/** Whether a text is a unit path of one to four names. */
export function isUnit(text: string): boolean {
  return text.length <= MOST_UNIT_CHARACTERS && UNIT.test(text);
}

/** Resource names are split at slashes, so a unit inside one is written with "~": "area~rj". */
export function unitInName(unit: Unit): string {
  return unit.replaceAll('/', '~');
}

/** The unit that stands in a resource name. */
export function unitFromName(text: string): Unit {
  return text.replaceAll('~', '/');
}

/** A unit and all above it by its path, from the top: "area", "area/sp". */
export function unitAndAbove(unit: Unit): Unit[] {
  const names = unit.split('/');
  return names.map((_, place) => names.slice(0, place + 1).join('/'));
}

/** Whether a unit is that prefix or lies below it: "area/sp" lies below "area", "areal" does not. */
export function isWithin(unit: Unit, prefix: Unit): boolean {
  return unit === prefix || unit.startsWith(`${prefix}/`);
}
