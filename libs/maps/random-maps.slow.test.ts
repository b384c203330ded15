import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readMap } from './read-map.js';

const MAP = `
map: acme
zone: Europe/Berlin
tables:
  tickets:
    columns: {ticket: id, opened: {column: created, type: instant}, state: {column: state, values: states, otherwise: keep}}
    rows: {comments: {list: comments, columns: {at: {column: at, type: instant}}}}
    words: {due: {value: "{opened}", plus: {hours: 4}}, answered: {earliest: "{comments.at}", when: {at: {filled: true}}}}
values: {states: {Open: open}}
facts:
  - fact: support.received
    when: {state: [open], any: [{ticket: {begins_with: "4"}}]}
    fact_id: "{ticket}/received"
    contact_id: "{ticket}"
    happened_at: {first_of: ["{answered}", "{opened}"]}
    fields: {unit: "team/{state}", zone: "{zone}"}
`;

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    '{opened}',
    '{nowhere}',
    '{',
    '}}',
    '',
    null,
    0,
    -1,
    1.5,
    true,
    'comments',
    'value',
    '__proto__',
    'constructor',
  ),
  fc.string(),
  fc.constantFrom<unknown>(
    [],
    {},
    ['{ticket}'],
    { value: {} },
    { if: 1 },
    { first_of: 'x' },
    { plus: [] },
    { count: {} },
  ),
  fc.dictionary(
    fc.constantFrom('value', 'plus', 'latest', 'when', 'not', 'any', 'values', 'column', 'each'),
    fc.string(),
  ),
);

/** The paths to every value of a document. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value);
  return [path, ...keys.flatMap((key) => pathsOf((value as Record<string | number, unknown>)[key], [...path, key]))];
}

function replaced(document: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  const copy: Record<string | number, unknown> = Array.isArray(document)
    ? ([...document] as never)
    : { ...(document as object) };
  copy[first] = replaced(copy[first], rest, by);
  return copy;
}

describe('a random map', () => {
  const good = parse(MAP) as unknown;
  const paths = pathsOf(good);

  it('has no findings before anything is replaced', () => expect(readMap(MAP).kind).toBe('map'));

  it('is a map or has findings with a line and a cure: it never throws', () => {
    const change = fc.tuple(fc.nat(paths.length - 1), junk);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const document = changes.reduce((before, [place, by]) => {
          try {
            return replaced(before, paths[place] ?? [], by);
          } catch {
            return before;
          }
        }, good);
        const read = readMap(stringify(document));
        if (read.kind === 'map') return;
        expect(read.findings.length).toBeGreaterThan(0);
        for (const { line, problem, cure } of read.findings) {
          expect(line).toBeGreaterThan(0);
          expect([problem, cure].every((text) => text.length > 0)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is no YAML at all has a finding', () => {
    const texts = fc.property(fc.string(), (text) => {
      expect(readMap(text).kind).toBe('findings');
    });
    fc.assert(texts, { numRuns: 1_000 });
  });
});
