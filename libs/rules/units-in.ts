import type { DepartmentsDocument } from '#libs/documents/departments/departments-document.js';
import type { ListedUnit } from '#libs/domain/counted-unit.js';
import type { Source } from '#libs/domain/source.js';

/** The units that a document lists of a department; none of one that it does not have. */
export function unitsIn({ departments }: DepartmentsDocument, source: Source): readonly ListedUnit[] {
  return (Object.hasOwn(departments, source) ? departments[source]?.units : undefined) ?? [];
}
