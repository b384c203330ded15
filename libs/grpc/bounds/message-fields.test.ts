import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasAtMostFields, type MessageShape } from './message-fields.js';

const leaf: MessageShape = new Map();
/** A message whose field 1 is a message, whose field 1 is a message. */
const nested: MessageShape = new Map([[1, new Map([[1, leaf]])]]);
const empty = (count: number) => Buffer.alloc(2 * count, Buffer.from([0x0a, 0x00])); // field 1, 0 bytes
const wrapped = (inner: Buffer) => Buffer.concat([Buffer.from([0x0a]), varint(inner.length), inner]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    bytes.push(rest >= 0x80 ? (rest & 0x7f) | 0x80 : rest);
    if (rest < 0x80) return Buffer.from(bytes);
  }
}

describe('the number of fields of a message', () => {
  it.each([
    ['as many fields as it may have', empty(500), 500, true],
    ['one field more', empty(501), 500, false],
    ['as many in a message in it: 1 + 499', wrapped(empty(499)), 500, true],
    ['one more in a message in it: 1 + 500', wrapped(empty(500)), 500, false],
    ['one more two messages deep: 2 + 499', wrapped(wrapped(empty(499))), 500, false],
  ])('is bounded: %s', (_, bytes, most, within) => {
    expect(hasAtMostFields(bytes, nested, most)).toBe(within);
  });

  it('does not take the bytes of a text for fields', () => {
    expect(hasAtMostFields(wrapped(empty(10_000)), leaf, 100)).toBe(true);
  });

  it('of a message in a message of the same type is counted, too', () => {
    const shape = new Map<number, MessageShape>();
    shape.set(1, shape);
    expect(hasAtMostFields(wrapped(wrapped(wrapped(empty(500)))), shape, 500)).toBe(false);
  });

  it('is counted in any bytes without an end that does not come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.nat(20), (bytes, most) => {
        expect(typeof hasAtMostFields(bytes, nested, most)).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
  });

  it('counts values of every type', () => {
    const values = Buffer.from([0x08, 0x96, 0x01, 0x11, ...Array(8).fill(1), 0x1d, 1, 2, 3, 4, 0x22, 1, 0x61]);
    const four = Buffer.concat(Array(10).fill(values));
    expect(hasAtMostFields(four, leaf, 40)).toBe(true);
    expect(hasAtMostFields(four, leaf, 39)).toBe(false);
  });
});
