import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptFiles, ROOT, readText } from './source.js';

/** A checkout or an archive may lose links and modes without a word; then a link is a small file that holds a path. */
describe('sources in an archive', () => {
  it('need no symbolic link', () => {
    expect(keptFiles().filter((path) => lstatSync(join(ROOT, path)).isSymbolicLink())).toEqual([]);
  });

  it('hold no path in place of what it points to', () => {
    const small = keptFiles().filter((path) => lstatSync(join(ROOT, path)).size < 120);
    expect(small.filter((path) => /^(\.\.\/)+\S+$/.test(readText(path).trim()))).toEqual([]);
  });
});
