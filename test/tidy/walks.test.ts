import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readText } from './source.js';

/** The questions of docs/how-it-works.md, with the number of files that a reader may have to open. */
const QUESTIONS: readonly (readonly [question: string, files: number])[] = [
  ['How is "delivered by the first promise" judged?', 5],
  ['Where does a bonus input get its number?', 10],
  ['What happens when a batch arrives?', 12],
];

const rows = readText('docs/how-it-works.md')
  .split('\n')
  .filter((line) => line.startsWith('| '));

describe('the question', () => {
  it.each(QUESTIONS)('"%s" is answered by at most %i files, which exist', (question, most) => {
    const row = rows.find((line) => line.startsWith(`| ${question} |`)) ?? '';
    const files = [...row.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(0);
    expect(files.length).toBeLessThanOrEqual(most);
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});
