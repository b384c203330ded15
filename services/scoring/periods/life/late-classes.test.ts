import { describe, expect, it } from 'vitest';
import type { PeriodBatch } from '../../counts/cut.js';
import type { ShardCut } from '../../counts/read.js';
import { type Bounds, lateClassOf } from './late-classes.js';

const upTo = (number: bigint): ShardCut[] => [
  { source: 'delivery', shard: 1, shardId: 1, epoch: 1, number, sha256: Buffer.alloc(32) },
];
const batch = (number: bigint, sealedAt: number) => ({ shardId: 1, epoch: 1, number, sealedAt }) as PeriodBatch;
const CLOSED: Bounds = { endsAt: 100, firstCut: upTo(20n), closingCut: upTo(30n), closedAt: 400, finalAt: 500 };

describe('the class of a batch', () => {
  it.each([
    ['before the end of the period', batch(1n, 99), 'L0'],
    ['at the end of the period', batch(2n, 100), 'L1'],
    ['as the last of the first version', batch(20n, 200), 'L1'],
    ['after the first version', batch(21n, 201), 'L2'],
    ['as the last at the cut-off', batch(30n, 300), 'L2'],
    ['after the cut-off', batch(31n, 301), 'L3'],
    ['in the moment of the close', batch(32n, 400), 'L4'],
    ['in the moment of the long stop', batch(33n, 500), 'L5'],
    ['after the cut, with a clock that was wrong', batch(34n, 50), 'L3'],
  ])('sealed %s', (_, one, expected) => expect(lateClassOf(one, CLOSED)).toBe(expected));

  it('is L0 or L1 while there is no version, and L2 while there is none at the cut-off', () => {
    const none: Bounds = { ...CLOSED, firstCut: undefined, closingCut: undefined, closedAt: undefined };
    expect([batch(1n, 99), batch(40n, 450)].map((one) => lateClassOf(one, none))).toEqual(['L0', 'L1']);
    expect(lateClassOf(batch(40n, 450), { ...none, firstCut: upTo(20n) })).toBe('L2');
  });
});
