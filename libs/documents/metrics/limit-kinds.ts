import type { LimitKind } from '#libs/catalogue/limits.js';

const UNITS: Readonly<Record<string, LimitKind>> = {
  seconds: 'ELAPSED',
  minutes: 'ELAPSED',
  hours: 'ELAPSED',
  civil_days: 'CIVIL',
  working_minutes: 'WORKING',
  working_hours: 'WORKING',
};

/** "seconds, minutes, hours or working_hours": the units of the kinds that a limit takes. */
export function unitsOf(kinds: readonly LimitKind[]): string {
  const units = Object.keys(UNITS).filter((unit) => kinds.includes(UNITS[unit] as LimitKind));
  return units.length < 2 ? units.join('') : `${units.slice(0, -1).join(', ')} or ${units.at(-1)}`;
}

/** Whether a duration is ELAPSED, CIVIL or WORKING; undefined for anything else. */
export function kindOf(written: unknown): LimitKind | undefined {
  if (typeof written !== 'object' || written === null) return undefined;
  return Object.keys(written).flatMap((unit) => UNITS[unit] ?? [])[0];
}
