import { describe, expect, it } from 'vitest';
import { scanned } from './scanned.js';

describe('a scan', () => {
  it('says where the parcel was', () => {
    const scan = { point: 4, atAddress: true };
    expect(scanned.check?.(scan, 0)).toBeUndefined();
    expect(scanned.read?.(scan, 7)).toEqual({
      ...{ name: 'scanned', happenedAt: 7, point: 'DELIVERED', isAtAddress: true },
    });
    expect(scanned.describe?.(scan, 'UTC')).toBe('delivered, at the address');
    expect(scanned.describe?.({ point: 2, atAddress: false }, 'UTC')).toBe('at depot');
  });

  it.each([0, 5])('is refused with the point %d', (point) => {
    expect(scanned.check?.({ point, atAddress: false }, 0)).toMatchObject({
      ...{ reason: 'CHOICE_UNKNOWN', field: 'scanned.point' },
    });
  });
});
