import { type Objection, objectionToDay, objectionToInstant } from '#libs/cases/facts/fact-checks.js';
import type { OwnDepartmentEntry, TypedFields, TypedValue } from '#libs/custom/own-fact.js';
import { problemOfId } from '#libs/domain/id.js';

type FactKinds = NonNullable<OwnDepartmentEntry['facts']>;
type FieldSpecs = FactKinds[string]['fields'];

/**
 * What is wrong with the fields of a fact: they are those that the document declares for its kind, in the declared types.
 *
 * @param fields  undefined for a field without a value
 */
export function objectionToFields(
  kind: string,
  fields: Readonly<Record<string, TypedValue | undefined>>,
  { facts = {} }: OwnDepartmentEntry,
): Objection | undefined {
  const specs = Object.hasOwn(facts, kind) ? facts[kind]?.fields : undefined;
  if (specs === undefined) {
    const detail = `the document declares no kind of fact "${kind}"; it declares ${Object.keys(facts).join(', ')}`;
    return { reason: 'FACT_KIND_UNKNOWN', field: 'kind', detail };
  }
  for (const [name, value] of Object.entries(fields)) {
    const objection = objectionToField(name, value, specs);
    if (objection !== undefined) return objection;
  }
  const missing = Object.keys(specs).find((name) => specs[name]?.required !== false && !Object.hasOwn(fields, name));
  return missing === undefined ? undefined : missingField(missing);
}

/** What is wrong with the fields that name the case of a withdrawal. Other fields say nothing about it. */
export function objectionToNaming(fields: TypedFields, { case: of }: OwnDepartmentEntry): Objection | undefined {
  const missing = (of?.named_by ?? []).find((name) => !Object.hasOwn(fields, name));
  return missing === undefined ? undefined : missingField(missing);
}

function missingField(name: string): Objection {
  return { reason: 'FIELD_MISSING', field: `fields.${name}`, detail: `the field ${name} is missing` };
}

function objectionToField(name: string, value: TypedValue | undefined, specs: FieldSpecs): Objection | undefined {
  const field = `fields.${name}`;
  const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
  if (spec === undefined)
    return { reason: 'FIELD_UNKNOWN', field, detail: `the document declares no field ${name} for this kind of fact` };
  if (value === undefined) return missingField(name);
  if (value.type !== spec.type)
    return { reason: 'FIELD_TYPE_WRONG', field, detail: `${name} is of type ${spec.type}, not ${value.type}` };
  if (value.type === 'day') return objectionToDay(value.value, field);
  if (value.type === 'instant') return objectionToInstant(value.value, field);
  if (value.type === 'text') {
    const wrong = problemOfId(value.value);
    return wrong && { reason: 'TEXT_INVALID', field, detail: `${name} ${wrong.problem}; ${wrong.cure}` };
  }
  if (value.type === 'choice' && !(spec.choices ?? []).includes(value.value)) {
    const detail = `${name} is one of ${(spec.choices ?? []).join(', ')}`;
    return { reason: 'CHOICE_UNKNOWN', field, detail };
  }
  return undefined;
}
