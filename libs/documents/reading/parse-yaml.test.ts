import { describe, expect, it } from 'vitest';
import { MOST_BYTES, MOST_DEPTH, parseYaml } from './parse-yaml.js';

const reasonsOf = (text: string) => parseYaml(text).mistakes.map(({ reason }) => reason);

/** Each level repeats the one before it nine times: a few lines that would become a billion values. */
const LAUGHS = [
  'a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]',
  ...[...'bcdefghi'].map((name, place) => {
    const before = 'abcdefghi'[place];
    return `${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`;
  }),
].join('\n');

describe('a text of YAML', () => {
  it('becomes plain values, with the place of each', () => {
    const { value, mistakes, placeOf } = parseYaml('# head\na: [1, { b: x }]\nlong:\n  - y\nempty:\n');
    expect([value, mistakes]).toEqual([{ a: [1, { b: 'x' }], long: ['y'], empty: null }, []]);
    expect(placeOf([])).toEqual({ line: 2, column: 1 });
    expect(placeOf(['a', 1, 'b'])).toEqual({ line: 2, column: 13 });
    expect(placeOf(['a', 1, 'b'], true)).toEqual({ line: 2, column: 10 });
    expect(placeOf(['long', 0])).toEqual({ line: 4, column: 5 });
    expect(placeOf(['empty'])).toEqual({ line: 5, column: 1 });
  });

  it('has the place of what would hold a value that is not there', () => {
    const { placeOf } = parseYaml('a:\n  b: 1\n');
    expect(placeOf(['a', 'c'])).toEqual({ line: 2, column: 3 });
    expect(placeOf(['z', 0, 'y'])).toEqual({ line: 1, column: 1 });
  });

  it.each([
    ['nothing', '', []],
    ['a byte order mark', '\uFEFFa: 1\n', []],
    ['line ends of Windows', 'a: 1\r\nb: 2\r\n', []],
    ['a billion laughs', LAUGHS, Array(81).fill('ALIAS_USED')],
    ['a merge key', 'a: &x { b: 1 }\nc: { <<: *x }\n', ['ALIAS_USED', 'ALIAS_USED']],
    ['the one key that JavaScript does not treat like any other', '__proto__: { a: 1 }', ['KEY_UNKNOWN']],
    ['a key that is a list', '? [a]\n: 1\n', ['YAML_INVALID']],
    ['as many levels as are allowed', '['.repeat(MOST_DEPTH - 1) + ']'.repeat(MOST_DEPTH - 1), []],
    ['a list that never ends', '['.repeat(100_000), ['TOO_DEEP']],
    ['lists in lists on one line', '- '.repeat(100_000), ['TOO_DEEP']],
    ['keys of keys', '? '.repeat(100_000), ['TOO_DEEP']],
    ['objects in objects', '{a: '.repeat(50_000), ['TOO_DEEP']],
    ['a text that is too long', 'a'.repeat(MOST_BYTES + 1), ['FILE_TOO_LARGE']],
    ['as much as is allowed', `a: ${'a'.repeat(MOST_BYTES - 3)}`, []],
  ])('%s', (_, text, reasons) => {
    expect(reasonsOf(text)).toEqual(reasons);
  });

  it('has one mistake of syntax, not those that follow from it', () => {
    expect(reasonsOf('a:\n  b: 1\n\tc: 2\n  d: 3\n  e: f: g\n')).toEqual(['YAML_INVALID']);
    expect(reasonsOf('a: 1\na: 2\nb: [\n')).toEqual(['KEY_TWICE', 'YAML_INVALID']);
  });

  it('has no value as soon as one would be lost or changed', () => {
    for (const text of [
      LAUGHS,
      'a: !!set { x }',
      '%YAML 1.1\n---\na: yes\n',
      'a: 1\n---\nb: 2\n',
      'a: [',
      '__proto__: 1',
    ]) {
      expect([text, parseYaml(text).value]).toEqual([text, undefined]);
    }
    expect(parseYaml('a: 1\na: 2\n').value).toEqual({ a: 2 });
  });
});
