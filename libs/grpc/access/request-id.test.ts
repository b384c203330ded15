import { describe, expect, it } from 'vitest';
import { requestIdOf } from './request-id.js';

const ID = '0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11';

describe('the id of a request', () => {
  const make = () => 'made';

  it('is the UUID of the metadata', () => {
    expect(requestIdOf([ID], make)).toBe(ID);
  });

  it.each([
    ['there is none', []],
    ['there are two', [ID, ID]],
    ['it is the number of an order', ['d3b7594c2b5f4a0e8d1c0b9a7e6f5d4c']],
    ['it is no text', [Buffer.from('x')]],
  ])('is made when %s', (_, given) => {
    expect(requestIdOf(given, make)).toBe('made');
  });
});
