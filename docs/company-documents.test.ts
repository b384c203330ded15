import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kindOfFile } from '#libs/documents/kinds.js';
import { readCompany } from '#libs/documents/read-company.js';
import { type JsonSchema, jsonSchemaOf } from '#libs/documents/reading/json-schema.js';
import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';

const ROOT = resolve(import.meta.dirname, '..');
const COMPANIES = ['data/olist/company', 'docs/example-company', 'docs/own-departments'];
const documents = COMPANIES.flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => `${folder}/${file}`),
);
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Another validator than the one that the schemas are printed from: an editor reads them, too. */
const validator = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, validateFormats: false });
const schemaOf = (path: string) => {
  const kind = kindOfFile(path.split('/').at(-1) ?? '');
  return JSON.parse(textOf(`docs/schemas/${kind}.json`)) as object;
};
/** It compiles a schema, which takes a second for the large ones, once however many documents and fields have it. */
const compiled = new Map<string, ValidateFunction>();
const validatorOf = (schema: object) => {
  const text = JSON.stringify(schema);
  const validate = compiled.get(text) ?? validator.compile(schema);
  compiled.set(text, validate);
  return validate;
};

describe('a shipped company', () => {
  it.each(COMPANIES)('%s passes the linter', (folder) => {
    expect(readCompany(join(ROOT, folder))).toMatchObject({ kind: 'documents' });
  });

  it.each(documents)('%s is valid by its printed schema', (path) => {
    const validate = validatorOf(schemaOf(path));
    expect([validate(parse(textOf(path))), validate.errors]).toEqual([true, null]);
  });

  it.each(documents)('%s names the schema by which editors check it', (path) => {
    const [, named] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(textOf(path)) ?? [];
    const schema = resolve(ROOT, path, '..', named ?? '');
    expect(existsSync(schema)).toBe(true);
    expect(JSON.parse(readFileSync(schema, 'utf8'))).toEqual(schemaOf(path));
  });
});

/** Every field below a schema that holds no other fields, with its path. */
function leavesOf(schema: JsonSchema, path: string): { readonly path: string; readonly schema: JsonSchema }[] {
  const { properties, additionalProperties, items } = schema;
  const isDuration = properties?.['civil_days'] !== undefined;
  if (properties !== undefined && !isDuration) {
    return Object.entries(properties).flatMap(([key, field]) => leavesOf(field, `${path}.${key}`));
  }
  if (additionalProperties) return leavesOf(additionalProperties, `${path}.NAME`);
  return items?.properties === undefined ? [{ path, schema }] : leavesOf(items, `${path}[]`);
}

describe('every field of a document', () => {
  const leaves = DOCUMENT_KINDS.flatMap((kind) => leavesOf(jsonSchemaOf(kind), kind));

  it('has a sentence that says what it means, and an example', () => {
    const bare = leaves.filter(
      ({ schema }) => !/[.:]$/.test(schema.description ?? '') || (schema.examples ?? []).length === 0,
    );
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it('has examples that are valid', () => {
    const wrong = leaves.filter(({ schema }) => !(schema.examples ?? []).every((one) => validatorOf(schema)(one)));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });
});

describe('a printed schema refuses', () => {
  it.each([
    ['docs/example-company/metrics.yaml', '{ minutes: 3 }', '{ minutes: 3, hours: 1 }'],
    ['docs/example-company/metrics.yaml', 'working_hours: 4, calendar: helpdesk', 'working_hours: 4'],
    ['docs/example-company/metrics.yaml', 'order_kept:', 'order_kepd:'],
    ['docs/example-company/company.yaml', 'first_day_of_week: monday', 'first_day_of_week: mondey'],
    ['docs/example-company/company.yaml', 'currency: EUR\n', ''],
    ['docs/example-company/departments.yaml', 'type: whole_number', 'type: integer'],
    ['docs/example-company/feeds.yaml', 'origin: REPORTED', 'origin: reported'],
    ['docs/example-company/ruleset.yaml', 'weight_bp: 7000', 'weight_bp: 70000'],
  ])('%s with %s as %s', (path, right, wrong) => {
    const text = textOf(path);
    expect(text).toContain(right);
    expect(validatorOf(schemaOf(path))(parse(text.replace(right, wrong)))).toBe(false);
  });
});
