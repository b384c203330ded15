import { readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { run } from '#cli/run.js';
import { readMap } from '#libs/maps/read-map.js';
import { examplesOf } from '#test/foreign/examples.js';

const page = readFileSync('docs/import.md', 'utf8');
const BASE = parse(readFileSync('docs/example-import/my-shop.yaml', 'utf8')) as object;
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

type Tree = Readonly<Record<string, unknown>>;

/** A part of a map put over the map of the page. */
function over(base: Tree, part: Tree): Tree {
  const isTree = (value: unknown): value is Tree =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const both = Object.entries(part).map(([key, value]) => {
    const before = base[key];
    return [key, isTree(value) && isTree(before) ? over(before, value) : value];
  });
  return { ...base, ...Object.fromEntries(both) };
}

const mapOf = (block: string) => {
  const part = parse(block) as Tree;
  return 'map' in part ? part : over(BASE as Tree, part);
};

/** The keys of a map, wherever they stand. */
function keysIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysIn(inner)]);
}

/** The keys that the printed schema knows. */
function keysOfSchema(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => [
    ...(key === 'properties' ? Object.keys(inner as object) : []),
    ...keysOfSchema(inner),
  ]);
}

const OPERATIONS = [
  'first_of',
  'earliest',
  'latest',
  'first',
  'last',
  'only',
  'all',
  'count',
  'sum',
  'value',
  'plus',
  'minus',
  'at_time',
  'if',
  'then',
  'otherwise',
  'each',
];

describe('docs/import.md', () => {
  it.each(blocks.map((block) => [block.split('\n').slice(0, 5).join(' '), block]))(
    'shows what is a map: %s',
    (_, block) => {
      const read = readMap(stringify(mapOf(block)));
      expect(read.kind === 'findings' ? read.findings : []).toEqual([]);
    },
  );

  it('shows every key that a map may have', () => {
    const schema = JSON.parse(readFileSync('docs/schemas/import-map.json', 'utf8')) as unknown;
    const shown = new Set([BASE, ...blocks.map((block) => parse(block) as unknown)].flatMap(keysIn));
    const words = (key: string) => page.includes(`${key}`);
    const missing = [...new Set([...keysOfSchema(schema), ...OPERATIONS])].filter(
      (key) => !shown.has(key) && !words(key),
    );
    expect(missing).toEqual([]);
  });

  it('shows maps that another validator accepts by the printed schema', () => {
    const validator = new Ajv2020({ strict: false, validateFormats: false });
    const validate = validator.compile(JSON.parse(readFileSync('docs/schemas/import-map.json', 'utf8')) as object);
    for (const block of blocks) expect([validate(mapOf(block)), validate.errors]).toEqual([true, null]);
  });

  it('prints what its dry run prints', async () => {
    const [dryRun] = examplesOf('docs/import.md', page);
    let printed = '';
    const stdout = new Writable({
      write: (piece, _, done) => {
        printed += piece;
        done();
      },
    });
    const stderr = new Writable({ write: (_, __, done) => done() });
    const code = await run((dryRun?.code ?? '').split(' ').slice(2), { stdout, stderr });
    expect([code, printed.trim()]).toEqual([dryRun?.exitCode, dryRun?.prints?.trim()]);
  });
});
