import { z } from 'zod';
import type { Path } from '../finding.js';
import { KINDS, type Kind } from '../kinds.js';

/** A JSON Schema, as far as documents use it. */
export interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
}

const made = new Map<Kind, JsonSchema>();

/**
 * The schema of a kind of document as JSON Schema, draft 2020-12. Editors read it, and so do the page and the cures. To make them all takes
 * 0.1 s, so each is made when it is first needed.
 */
export function jsonSchemaOf(kind: Kind): JsonSchema {
  const known = made.get(kind);
  if (known !== undefined) return known;
  const options = { target: 'draft-2020-12', io: 'input', override: leaveOutBounds } as const;
  const schema = z.toJSONSchema(KINDS[kind], options) as JsonSchema;
  made.set(kind, schema);
  return schema;
}

/** Zod states the bounds of a safe integer where none is given: they say nothing to an author. */
function leaveOutBounds({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** The part of a schema that describes the value at a path; undefined where the schema knows none. */
export function schemaAt(schema: JsonSchema | undefined, path: Path): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>((at, step) => {
    if (typeof step === 'number') return at?.items;
    const { properties = {}, additionalProperties } = at ?? {};
    if (Object.hasOwn(properties, step)) return properties[String(step)];
    return additionalProperties === false ? undefined : additionalProperties;
  }, schema);
}

/** A value as one would write it in YAML on one line: "Europe/Berlin", "{ civil_days: 1 }", "[a, b]". */
export function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${inYaml(one)}`)
      .join(', ')} }`;
  }
  if (typeof value !== 'string') return String(value);
  if (!/^(true|false|null)$/i.test(value) && /^[A-Za-z0-9][\w/+.-]*( [\w/+.-]+)*$/.test(value)) return value;
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}
