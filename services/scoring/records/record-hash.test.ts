import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainAfter, merkleRoot, NOTHING_BEFORE, recordId } from './record-hash.js';

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
const [a, b, c] = ['a', 'b', 'c'].map(sha) as [string, string, string];
const leaf = (id: string) => sha(`cx-index/bonus-leaf/1\n${id}\n`);
const node = (left: string, right: string) => sha(`cx-index/bonus-node/1\n${left}\n${right}\n`);
const hashes = fc.array(
  fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => sha(String(bytes))),
  {
    minLength: 2,
    maxLength: 9,
  },
);

describe('the hashes of records', () => {
  it('are of the tag and the bytes, as docs/record-format.md states them', () => {
    expect(recordId(Buffer.from('{}'))).toBe(sha('cx-index/bonus-record/1\n{}'));
    expect(chainAfter(NOTHING_BEFORE, a)).toBe(sha(`cx-index/bonus-chain/1\n${'0'.repeat(64)}\n${a}\n`));
  });

  it.each([
    ['one record', [a], leaf(a)],
    ['two', [a, b], node(leaf(a), leaf(b))],
    ['three: the third goes up as it is', [a, b, c], node(node(leaf(a), leaf(b)), leaf(c))],
  ])('make a Merkle root of %s', (_, ids, root) => {
    expect(merkleRoot(ids)).toBe(root);
  });

  it('make no root of no records', () => {
    expect(() => merkleRoot([])).toThrow(RangeError);
  });

  it('make another root when a record is changed, left out or moved', () => {
    fc.assert(
      fc.property(hashes, fc.nat(), (ids, at) => {
        const place = at % ids.length;
        const root = merkleRoot(ids);
        expect(merkleRoot(ids.with(place, sha(ids[place] ?? '')))).not.toBe(root);
        expect(merkleRoot(ids.toSpliced(place, 1))).not.toBe(root);
        const moved = [...ids.slice(1), ids[0] ?? ''];
        if (moved.join() !== ids.join()) expect(merkleRoot(moved)).not.toBe(root);
      }),
    );
  });
});
