import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROOT, readText } from './source.js';

const PAGE = 'docs/mistakes-of-others.md';
const HEAD = '| what must hold | file | title |';
const rows = readText(PAGE)
  .split('\n')
  .flatMap((line) => {
    const [, what = '', file = '', title = ''] = /^\| (.*?) ?\| `([^`]+)` \| (.+) \|$/.exec(line) ?? [];
    return file === '' ? [] : [{ what, file, title }];
  });

describe(PAGE, () => {
  it('has a row for each of the twenty, in their order', () => {
    expect(readText(PAGE)).toContain(HEAD);
    const numbers = rows.flatMap(({ what }) => /^(\d+)\. /.exec(what)?.[1] ?? []);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, place) => String(place + 1)));
    expect(rows[0]?.what).toMatch(/^1\. /);
  });

  it.each(rows.map(({ file, title }) => [file, title]))('%s has a test "%s"', (file, title) => {
    expect(existsSync(`${ROOT}/${file}`)).toBe(true);
    expect(file).toMatch(/\.(test|suite)\.ts$/);
    expect(readText(file)).toContain(title);
  });
});
