import { describe, expect, it } from 'vitest';
import { keptFiles, readText } from './source.js';

/** People in place of components, and words of an earlier private vocabulary: docs/words.md has the words to use. */
const PRIVATE = /\b(nobody|somebody|whoever|his|ghosts?|lanes?|telling|everybody)\b/i;
/** "nobody" is a user of Debian. */
const ALLOWED = /"nobody"|'nobody'/;
const NOT_PROSE = /^(data|libs\/contracts)\/|^test\/tidy\/words\.test\.ts$|\.(gz|binpb|png|json)$/;

function privateWords(path: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, at) => (PRIVATE.test(line) && !ALLOWED.test(line) ? [`${path}:${at + 1} ${line.trim()}`] : []));
}

describe('code, pages and texts', () => {
  it('name the component, in the words of docs/words.md', () => {
    const paths = keptFiles().filter((path) => !NOT_PROSE.test(path));
    expect(paths.flatMap((path) => privateWords(path, readText(path)))).toEqual([]);
  });

  it('hold no mark that a merge left behind', () => {
    const paths = keptFiles().filter((path) => !NOT_PROSE.test(path));
    expect(paths.filter((path) => /^(<{7}|>{7}) /m.test(readText(path)))).toEqual([]);
  });

  it.each(['// Nobody waits for it.', '/** The lane of a shard. */', "it('is judged by his own feed')"])(
    '"%s" is recognised',
    (line) => {
      expect(privateWords('x.ts', line)).toHaveLength(1);
    },
  );
});
