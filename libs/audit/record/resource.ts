import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';
import { parsePeriod } from '#libs/domain/period.js';

/** What may follow each collection in a resource name. Any other text could be an order number, so it is not shown. */
const FORMS: Readonly<Record<string, { readonly field: string; readonly isOne: (text: string) => boolean }>> = {
  periods: { field: 'period', isOne: isPeriod },
  indexes: { field: 'period', isOne: isPeriod },
  documents: { field: 'document', isOne: (text) => DOCUMENT_KINDS.some((kind) => kind === text) },
  versions: { field: 'version', isOne: isNumber },
  snapshots: { field: 'version', isOne: isNumber },
  proposals: { field: 'proposal', isOne: isNumber },
};

/**
 * The parts of the resource names that a request states, as they may stand in the audit log: "departments/delivery/indexes/2018-08" becomes
 * department and period. A part that has not its form, or a department that the company does not have, is left out.
 *
 * @param names            as the caller wrote them
 * @param knowsDepartment  whether the company has this department
 */
export function resourceOf(
  names: readonly string[],
  knowsDepartment: (name: string) => boolean,
): Readonly<Record<string, string>> {
  const values = new Map<string, Set<string>>();
  for (const name of names.slice(0, MOST_NAMES)) {
    for (const [field, value] of partsOf(name, knowsDepartment))
      values.set(field, (values.get(field) ?? new Set()).add(value));
  }
  return Object.fromEntries([...values].map(([field, all]) => [field, summed([...all].sort())]));
}

/** Names of one request that are looked at, and values of one field that are listed. */
const MOST_NAMES = 500;
const MOST_VALUES = 5;

function* partsOf(name: string, knowsDepartment: (name: string) => boolean): Generator<readonly [string, string]> {
  const parts = name.slice(0, 400).split('/');
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [collection = '', value = ''] = parts.slice(at, at + 2);
    if (collection === 'departments' && (value === '-' || knowsDepartment(value))) yield ['department', value];
    const form = Object.hasOwn(FORMS, collection) ? FORMS[collection] : undefined;
    if (form?.isOne(value)) yield [form.field, value];
  }
}

function summed(values: readonly string[]): string {
  const more = values.length - MOST_VALUES;
  const shown = values.slice(0, MOST_VALUES).join('.and.');
  return more > 0 ? `${shown}.and.${more}.more` : shown;
}

function isPeriod(text: string): boolean {
  return parsePeriod(text) !== undefined || /^2\d{3}-P\d{2}$/.test(text);
}

function isNumber(text: string): boolean {
  return text === 'latest' || /^[1-9]\d{0,5}$/.test(text);
}
