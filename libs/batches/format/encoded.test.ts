import { describe, expect, it } from 'vitest';
import { CellKey, Milestones } from '#libs/contracts/cx/batches/v1/batches.js';
import { encoded } from './encoded.js';

const key = (metric: string) => CellKey.fromPartial({ metric, definition: 1, unit: 'area/rj', day: '2018-03-02' });

describe('messages that are encoded by one writer', () => {
  it.each(['', 'delivered', 'm'.repeat(40_000), 'm'.repeat(2 << 20), 'ü€'])(
    'have the same bytes as by one of their own',
    (metric) => {
      expect(encoded(CellKey, key(metric))).toEqual(Buffer.from(CellKey.encode(key(metric)).finish()));
      expect(encoded(CellKey, CellKey.fromPartial({}))).toEqual(Buffer.alloc(0));
    },
  );

  it('keep their bytes when another one is encoded', () => {
    const [first, before] = [encoded(CellKey, key('first')), Buffer.from(CellKey.encode(key('first')).finish())];
    encoded(CellKey, key('other'));
    expect(first).toEqual(before);
  });

  it('are not spoilt by one that could not be encoded to its end', () => {
    const broken = { milestones: [{ name: 'promised', revision: 'one' }] } as never;
    expect(() => encoded(Milestones, broken)).toThrow();
    expect(encoded(CellKey, key('next'))).toEqual(Buffer.from(CellKey.encode(key('next')).finish()));
  });
});
