import { describe, expect, it } from 'vitest';
import { BLOCK_BYTES, blocksOf, frame, unframe } from './xerial.js';

const block = (text: string) => Buffer.from(text);

describe('the framing of Snappy', () => {
  it('has the header that Java writes, and the length of each block before it', () => {
    expect(frame([block('ab')]).toString('hex')).toBe('82534e41505059000000000100000001000000026162');
  });

  it('gives back the blocks that were framed', () => {
    const blocks = [block('one'), block(''), block('three')];
    expect(unframe(frame(blocks))).toEqual(blocks);
  });

  it('takes bytes without a header as one block', () => {
    expect(unframe(block('plain'))).toEqual([block('plain')]);
    expect(unframe(block(''))).toEqual([block('')]);
  });

  it.each([
    ['nothing is one empty block', 0, [0]],
    ['exactly one block', BLOCK_BYTES, [BLOCK_BYTES]],
    ['one byte more is a block of its own', BLOCK_BYTES + 1, [BLOCK_BYTES, 1]],
  ])('%s', (_, bytes, lengths) => {
    expect(blocksOf(Buffer.alloc(bytes)).map(({ length }) => length)).toEqual(lengths);
  });

  it.each([
    ['a block that is cut off', frame([block('one')]).subarray(0, -1)],
    ['a length that is cut off', Buffer.concat([frame([block('one')]), Buffer.alloc(3)])],
  ])('refuses %s', (_, bytes) => {
    expect(() => unframe(bytes)).toThrow(RangeError);
  });
});
