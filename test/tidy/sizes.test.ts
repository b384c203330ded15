import { describe, expect, it } from 'vitest';
import { readText, type Source, sources } from './source.js';

const FILE_LINES = 250;
/** A suite tests one port completely, so it may be longer. */
const SUITE_LINES = 350;
const FUNCTION_LINES = 70;

/** Files that may be longer, and why. A test fails for an entry that is not needed any more. */
const LONGER: Readonly<Record<string, string>> = {
  'test/contract/cases.test.ts': 'one database, one story: what is kept of cases, told from first fact to silence',
  'libs/catalogue/standards.ts': 'one list of all metrics in the order of the journey, sentences and figures alone',
  'libs/metrics/exported-metrics.ts': 'one list of everything that is exported, read from top to bottom',
  'services/scoring/grpc/scoring/scoring-service.test.ts': 'one running service, asked everything its callers may ask',
};

/** Functions that are longer: they may shrink and not grow. */
const LONGER_FUNCTIONS: Readonly<Record<string, number>> = {};

const all = sources();
const code = all.filter(({ isTest }) => !isTest);

describe('the README of a library', () => {
  const libraries = [...new Set(all.map(({ path }) => /^libs\/[^/]+/.exec(path)?.[0] ?? ''))];

  it.each(libraries.filter((path) => path !== '' && path !== 'libs/contracts'))('%s has at most 40 lines', (path) => {
    expect(readText(`${path}/README.md`).trimEnd().split('\n').length).toBeLessThanOrEqual(40);
  });
});

describe('sizes', () => {
  it(`no file is longer than ${FILE_LINES} lines, no suite than ${SUITE_LINES}, unless a reason is given`, () => {
    const long = all.filter(({ path, lines, isTest }) => lines > limitOf({ isTest }) && LONGER[path] === undefined);
    expect(long.map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
  });

  it('every reason is still needed', () => {
    const short = all.filter((file) => file.lines <= limitOf(file)).map(({ path }) => path);
    expect(Object.keys(LONGER).filter((path) => short.includes(path))).toEqual([]);
  });

  it('most files fit on one or two screens', () => {
    expect(middle(code.map(({ lines }) => lines))).toBeLessThanOrEqual(90);
  });

  it(`no function is longer than ${FUNCTION_LINES} lines`, () => {
    const long = code
      .flatMap(functionsOf)
      .filter(({ name, lines }) => lines > (LONGER_FUNCTIONS[name] ?? FUNCTION_LINES));
    expect(long.map(({ name, lines }) => `${name}: ${lines}`)).toEqual([]);
  });

  it('most functions have few lines', () => {
    expect(middle(code.flatMap(functionsOf).map(({ lines }) => lines))).toBeLessThanOrEqual(15);
  });

  it('a long function is recognised', () => {
    const text = `export function f(): void {\n${'  x();\n'.repeat(80)}}\n`;
    expect(lengthsIn('x.ts', text)).toEqual([{ name: 'x.ts f', lines: 82 }]);
  });
});

function limitOf({ isTest }: { readonly isTest: boolean }): number {
  return isTest ? SUITE_LINES : FILE_LINES;
}

function functionsOf({ path }: Source): { name: string; lines: number }[] {
  return lengthsIn(path, readText(path));
}

/** Finds functions by indentation: the formatter indents the first and last line of a function equally. */
function lengthsIn(path: string, text: string): { name: string; lines: number }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, first) => {
    const [, depth, name] =
      /^( *)(?:export |private |async |static )*(?:function\*? |async \*?|#)?(#?\w+)[<(].*$/.exec(line) ?? [];
    if (depth === undefined || name === undefined || NOT_NAMES.has(name)) return [];
    const opens = lines.slice(first, first + 12).findIndex((one) => one.endsWith('{') && !one.endsWith('({'));
    if (opens === -1 || !startsFunction(line, depth)) return [];
    const last = lines.indexOf(`${depth}}`, first);
    return last === -1 ? [] : [{ name: `${path} ${name}`, lines: last - first + 1 }];
  });
}

const NOT_NAMES = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'super',
  'await',
  'constructor',
  'expect',
]);

function startsFunction(line: string, depth: string): boolean {
  return depth === '' ? /function/.test(line) : depth === '  ' && !line.endsWith(';') && !line.endsWith(',');
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
