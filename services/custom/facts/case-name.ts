import type { OwnDepartmentEntry, TypedFields } from '#libs/custom/own-fact.js';

/** The values by which a case is named, in the order of the document. Equal for equal cases, and for no others. */
export function caseName(fields: TypedFields, { case: of }: OwnDepartmentEntry): readonly string[] {
  return (of?.named_by ?? []).map((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field === undefined ? '' : String(field.value);
  });
}
