import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findTool } from '#test/foreign/tools.js';

/** A validator of another project, which has the schemas of all versions of OpenAPI. */
interface Validator {
  validate(description: object): Promise<{ readonly valid: boolean; readonly errors?: unknown }>;
  readonly version: string;
}

const tool = await findTool('@seriousme/openapi-schema-validator');
if ('reason' in tool) console.log(`not run: docs/openapi.yaml against the schema of OpenAPI. ${tool.reason}`);

async function validator(): Promise<Validator> {
  if ('reason' in tool) throw new Error(tool.reason);
  const { Validator: Made } = (await import(join(tool.path, 'index.js'))) as {
    readonly Validator: new () => Validator;
  };
  return new Made();
}

const printed = () => parse(readFileSync('docs/openapi.yaml', 'utf8')) as { readonly paths: object };

describe.skipIf('reason' in tool)('docs/openapi.yaml', () => {
  it('is valid OpenAPI 3.1', async () => {
    const checked = await validator();
    const { valid, errors = [] } = await checked.validate(printed());
    expect(errors).toEqual([]);
    expect({ valid, version: checked.version }).toEqual({ valid: true, version: '3.1' });
  });

  it('would be refused with a path that is none', async () => {
    const checked = await validator();
    expect((await checked.validate({ ...printed(), paths: { nothing: {} } })).valid).toBe(false);
  });
});
