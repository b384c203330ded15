import { CxError } from '#libs/domain/error.js';
import { isDepartment, isSource, type Source } from '#libs/domain/source.js';

/** Stands for all departments in a name. */
const ALL = '-';

/** The department of `departments/warehouse`; undefined for `departments/-`. @throws {CxError} NAME_INVALID */
export function readerIn(parent: string, field: string): Source | undefined {
  const [, name = ''] = /^departments\/([^/]+)$/.exec(parent) ?? [];
  if (name === ALL) return undefined;
  if (isDepartment(name)) return name;
  throw new CxError('NAME_INVALID', `${field} is written departments/{department}, or departments/- for all`, {
    field,
  });
}

/** A source by its name, `departments/delivery`; the survey is one. @throws {CxError} NAME_INVALID */
export function sourceIn(text: string, field: string): Source {
  const [, name = ''] = /^departments\/([^/]+)$/.exec(text) ?? [];
  if (isSource(name)) return name;
  throw new CxError('NAME_INVALID', `${field} is written departments/{department}`, { field });
}

/** What a name such as `departments/warehouse/contests/7` stands for. @throws {CxError} NAME_INVALID */
export function contestIn(name: string): { readonly reader: Source | undefined; readonly number: number } {
  const [, parent = '', number = ''] = /^(departments\/[^/]+)\/contests\/([1-9]\d{0,8})$/.exec(name) ?? [];
  if (parent === '')
    throw new CxError('NAME_INVALID', 'name is written departments/warehouse/contests/7', { field: 'name' });
  return { reader: readerIn(parent, 'name'), number: Number(number) };
}

export const contestName = (department: string, number: number) => `departments/${department}/contests/${number}`;
