import { describe, expect, it } from 'vitest';
import { nameWithPart, splitNameAndPart, WHOLE } from './part.js';

describe('a contradiction', () => {
  it.each([
    ['of the whole case is its name', WHOLE, 'DELIVERED_TWICE'],
    ['of a part is followed by the part', '1Z999', 'DELIVERED_TWICE 1Z999'],
    ['of a part with blanks is followed by the part as it is', 'DE 4711/2', 'DELIVERED_TWICE DE 4711/2'],
  ])('%s', (_, part, text) => {
    expect(nameWithPart('DELIVERED_TWICE', part)).toBe(text);
    expect(splitNameAndPart(text)).toEqual({ name: 'DELIVERED_TWICE', part });
  });
});
