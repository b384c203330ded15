import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEAD_LETTER_REASONS } from '#libs/domain/dead-letter.js';
import { REASONS } from '#libs/domain/error.js';
import { HTTP_REASONS } from '#libs/domain/http-reasons.js';
import { printedPages } from '../../docs/pages.js';
import { ROOT, readText } from './source.js';

const pages = printedPages();

describe('printed pages', () => {
  it.each(Object.entries(pages))('%s is up to date; npm run docs prints it again', (path, text) => {
    expect(existsSync(join(ROOT, path))).toBe(true);
    expect(readText(path)).toBe(text);
  });

  it('list every reason for a refusal, and no other', () => {
    const listed = [...readText('docs/errors.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, reason]) => reason);
    expect(listed.toSorted()).toEqual([REASONS, HTTP_REASONS, DEAD_LETTER_REASONS].flatMap(Object.keys).toSorted());
  });

  it('state the exact weight of each metric', () => {
    expect(pages['docs/metrics.md']).toContain('weight 30 %; 95 % earns 0 points, 98.8 % 80, 99.8 % 100');
  });
});
