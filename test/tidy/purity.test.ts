import { describe, expect, it } from 'vitest';
import { type Source, sourceOf, sources } from './source.js';

/** The folders of pure rules: values in, values out. */
const RULES: readonly RegExp[] = [
  /^libs\/(custom|domain|catalogue|expressions|exports|rules|maps|payout|security|statements|workbook)\//,
  /^libs\/documents\/(?!read-)/,
  /^services\/[^/]+\/milestones\.ts$/,
  /^services\/[^/]+\/facts\//,
  /^services\/scoring\/index\//,
  /^services\/scoring\/rulesets\/ruleset\.ts$/,
  /^services\/scoring\/periods\/guards\.ts$/,
  /^libs\/cases\/facts\/(stored-fact|watermarks|fact-checks|audit-checks|training-kinds|place|fact-kind|subject-kind|repeated-facts)\.ts$/,
  /^libs\/cases\/judging\/(by-question|standing|verdict)\.ts$/,
  /^libs\/cases\/due\/due-groups\.ts$/,
  /^libs\/cases\/milestones\/(outgoing-milestones|milestone-codec)\.ts$/,
  /^libs\/batches\/format\/(encoded|framed-cells|framed-milestones|milestone-proto|outgoing|varint)\.ts$/,
  /^libs\/batches\/reader\/(chain|lineage)\.ts$/,
  /^libs\/audit\/(chain\/|record\/(bounded|safe-entry)\.ts$)/,
  /^deploy\/simulator\/world\//,
];

/** Messages of the contracts are values. test/tidy/directions.test.ts says which files may make them. */
const MESSAGES = /^libs\/contracts\//;

/** Packages that are pure: a hash is a function of its bytes, and so are the bytes of a message. */
const PURE_PACKAGES = new Set([
  '@bufbuild/cel',
  '@bufbuild/protobuf/wire',
  'csv-parse/sync',
  'node:crypto',
  'temporal-polyfill',
  'yaml',
  'zod',
]);
const WORLD = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bTemporal\.Now\b|\bhrtime\b/],
  ['chance', /\bMath\.random\b|\brandom(Bytes|UUID|Int)\b/],
  ['the environment', /\bprocess(\.[a-z]|\[)/],
  ['time passing', /\bset(Timeout|Interval|Immediate)\b/],
  ['the screen', /\bconsole\b/],
  ['the network', /\bfetch\(/],
] as const;

const rules = sources().filter(({ path, isTest }) => !isTest && RULES.some((rule) => rule.test(path)));

describe('rules', () => {
  it.each(RULES.map((rule) => [String(rule), rule] as const))('%s exist', (_, rule) => {
    expect(rules.some(({ path }) => rule.test(path))).toBe(true);
  });

  it('use no clock, no randomness, no environment, no database, no gRPC and no Kafka', () => {
    expect(rules.flatMap(worldly)).toEqual([]);
  });

  it.each([
    ['the clock', 'const now = Date.now();'],
    ['today', 'const today = new Date();'],
    ['a file', "import { readFileSync } from 'node:fs';"],
    ['a database', "import pg from 'pg';"],
    ['a library that knows one', "import type { Transaction } from '#libs/postgres/transaction.js';"],
    ['the environment', "const zone = process.env['TZ'];"],
  ])('a file that uses %s is recognised', (_, text) => {
    expect(worldly(sourceOf('libs/domain/x.ts', text))).toHaveLength(1);
  });

  it('an instant as an argument is allowed', () => {
    expect(worldly(sourceOf('libs/domain/x.ts', 'export const day = (at: number) => new Date(at);'))).toEqual([]);
  });
});

function worldly({ path, code, imports }: Source): string[] {
  const tools = imports.filter(
    (name) => !PURE_PACKAGES.has(name) && ![...RULES, MESSAGES].some((rule) => rule.test(name)),
  );
  const looks = WORLD.filter(([, sign]) => sign.test(code)).map(([what]) => what);
  return [...tools, ...looks].map((what) => `${path}: ${what}`);
}

/** vitest.config.ts: unit tests share modules, so one of them must not change a module or the environment for the others. */
describe('a unit test', () => {
  const isUnit = ({ path }: { readonly path: string }) =>
    path.endsWith('.test.ts') && !/^test\/(contract|e2e|start|copies|tidy)\//.test(path);

  it('mocks no module and changes no environment', () => {
    const shared = /\bvi\.(mock|doMock|stubEnv|stubGlobal)\(|process\.env\[[^\]]+\] =/;
    expect(
      sources()
        .filter((file) => isUnit(file) && shared.test(file.code))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});

/** vitest.config.ts: the files of the other projects share modules, too. They may change one, and then put it back. */
describe('a test on real tools', () => {
  const shared = sources().filter(({ path }) =>
    /^test\/(contract|e2e|start|copies|misfortunes|operate|stack)\//.test(path),
  );

  it('that replaces a module loads modules of its own and puts it back', () => {
    const replacing = shared.filter(({ code }) => code.includes('vi.mock('));
    const isRestored = ({ code }: Source) =>
      code.includes('vi.hoisted(() => vi.resetModules())') && /afterAll\([\s\S]*vi\.doUnmock\(/.test(code);
    expect(replacing.length).toBeGreaterThan(0);
    expect(replacing.filter((file) => !isRestored(file)).map(({ path }) => path)).toEqual([]);
  });

  it('asks its helpers by name to set up and to clear away: what a module does is done for the first file only', () => {
    const hooks = /^(before|after)(All|Each)\(/m;
    const helpers = shared.filter(({ path, code }) => !path.endsWith('.test.ts') && hooks.test(code));
    expect(helpers.map(({ path }) => path)).toEqual([]);
  });
});
