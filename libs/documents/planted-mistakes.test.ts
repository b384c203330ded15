import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkDocuments, type SourceFile } from './check.js';
import { FINDING_REASONS } from './finding.js';
import { exampleCompany, planted } from './fixtures/example-company.js';

/** Title, file, the text that is replaced, what it becomes, reason, a text of the line that is named, a part of the cure. */
type Planted = readonly [string, string, string, string, string, string, string];

const text = readFileSync(new URL('./fixtures/planted-mistakes.yaml', import.meta.url), 'utf8');
const all = Object.values(parse(text) as Readonly<Record<string, readonly Planted[]>>).flat();

const findingsOf = (files: readonly SourceFile[]) => {
  const checked = checkDocuments(files);
  return checked.kind === 'findings' ? checked.findings : [];
};

describe('the linter finds', () => {
  it.each(all)('%s', (_, file, right, wrong, reason, onLine, cure) => {
    const files = planted(file, right, wrong);
    const found = findingsOf(files).find((one) => one.file === file && one.reason === reason);
    expect(found).toBeDefined();
    const lines = files.find((one) => one.file === file)?.text.split('\n') ?? [];
    expect(lines[(found?.line ?? 0) - 1]).toContain(onLine);
    expect(found?.cure).toContain(cure);
    expect(found?.problem).toMatch(/^[^.].*\.$/);
  });

  it('every kind of mistake: more than forty here, the rest by tests of folders and of several rulesets', () => {
    const here = new Set(all.map(([, , , , reason]) => reason));
    const elsewhere = [
      ...['FOLDER_UNREADABLE', 'FILE_MISSING', 'FILE_UNKNOWN', 'FILE_UNREADABLE', 'FILE_TOO_LARGE', 'NOT_UTF8'],
      ...['PERIODS_OVERLAP', 'RULESET_TWICE'],
    ];
    expect(here.size).toBeGreaterThan(40);
    expect([...here, ...elsewhere].toSorted()).toEqual(Object.keys(FINDING_REASONS).toSorted());
  });

  it('nothing in the example itself', () => {
    expect(findingsOf(exampleCompany())).toEqual([]);
  });
});
