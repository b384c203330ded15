import { CxError } from '#libs/domain/error.js';
import { didYouMean } from '#libs/domain/nearest.js';
import type { Period } from '#libs/domain/period.js';
import type { Department } from '#libs/domain/source.js';
import { isUnit, type Unit, unitFromName, unitInName } from '#libs/domain/unit.js';
import { type PeriodNames, periodNamed } from '../rulesets/period-named.js';

/** What reads a resource name: the departments that there are, and the periods that rulesets know. */
export interface IndexNames extends PeriodNames {
  readonly departments: readonly Department[];
}

/** Whose index, and of which period. */
export interface IndexName {
  readonly department: Department;
  /** Unset for the whole department. */
  readonly unit?: Unit;
  readonly period: Period;
}

/** Names of several indexes at once: all departments, or all units of one. */
export interface IndexPattern {
  readonly department: Department | '-';
  readonly unit?: Unit | '-';
  readonly period: Period;
}

/** departments/delivery/indexes/2018-08 or departments/warehouse/units/origin~sp/indexes/2018-Q3 */
export function formatIndexName({ department, unit, period }: IndexName): string {
  return `${formatOwner({ department, ...(unit === undefined ? {} : { unit }) })}/indexes/${period.name}`;
}

export function formatOwner({ department, unit }: Omit<IndexName, 'period'>): string {
  return unit === undefined ? `departments/${department}` : `departments/${department}/units/${unitInName(unit)}`;
}

/**
 * The index a resource name means.
 *
 * @param names  what reads its parts
 * @param field  of the request, for the refusal
 * @throws {CxError} NAME_INVALID, DEPARTMENT_UNKNOWN, PERIOD_INVALID
 */
export function parseIndexName(names: IndexNames, text: string, field = 'name'): IndexName {
  const { department, unit, period } = parseIndexPattern(names, text, field);
  if (department === '-' || unit === '-') throw nameInvalid(text, field);
  return { department, period, ...(unit === undefined ? {} : { unit }) };
}

/** The same where "departments/-" and "units/-" may stand for all. @throws {CxError} as parseIndexName */
export function parseIndexPattern(names: IndexNames, text: string, field = 'name'): IndexPattern {
  const [owner, periodName, ...more] = text.split('/indexes/');
  if (owner === undefined || periodName === undefined || more.length > 0) throw nameInvalid(text, field);
  const { department, unit } = parseOwner(names, owner, field, text);
  const period = periodNamed(names, periodName, field, { name: text });
  return { department, period, ...(unit === undefined ? {} : { unit }) };
}

/** departments/{d}, departments/{d}/units/{unit}, and "-" for either. @throws {CxError} NAME_INVALID, DEPARTMENT_UNKNOWN */
export function parseOwner(
  { departments }: Pick<IndexNames, 'departments'>,
  text: string,
  field: string,
  whole = text,
): Omit<IndexPattern, 'period'> {
  const [collection, name = '', units, unitName, ...more] = text.split('/');
  const isShaped = collection === 'departments' && more.length === 0 && (units === undefined || units === 'units');
  if (!isShaped || name === '' || (units === 'units') !== (unitName !== undefined)) throw nameInvalid(whole, field);
  const department = name === '-' ? '-' : departments.find((known) => known === name);
  if (department === undefined) {
    const says = `there is no department ${name}; there are ${departments.join(', ')}.${didYouMean(name, departments)}`;
    throw new CxError('DEPARTMENT_UNKNOWN', says, { field, facts: { department: name } });
  }
  if (unitName === undefined) return { department };
  const unit = unitFromName(unitName);
  if (department === '-' || (unitName !== '-' && !isUnit(unit))) throw nameInvalid(whole, field);
  return { department, unit: unitName === '-' ? '-' : unit };
}

function nameInvalid(text: string, field: string): CxError {
  const form =
    'departments/{department}/indexes/{period} or departments/{department}/units/{unit with ~ for /}/indexes/{period}';
  return new CxError('NAME_INVALID', `${field} must have the form ${form}`, { field, facts: { name: text } });
}
