import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GUARDS } from './guards.js';
import { removed, tableOf } from './table.js';

describe('guards that are removed to see whether a test notices', () => {
  it.each(GUARDS)('still stands: $guard', (guard) => {
    const text = readFileSync(guard.file, 'utf8');
    expect(removed(text, guard)).not.toBe(text);
  });

  it.each(GUARDS)('is watched by a test that exists: $guard', ({ test }) => {
    const files = test.filter((one) => one.endsWith('.ts'));
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  });

  it('were all noticed, as docs/reliability.md says', () => {
    expect(readFileSync('docs/reliability.md', 'utf8')).toContain(tableOf(GUARDS));
  });
});
