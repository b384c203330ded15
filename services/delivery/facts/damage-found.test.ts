import { describe, expect, it } from 'vitest';
import { damageFound } from './damage-found.js';

describe('damage that was found', () => {
  it('may say where it was done', () => {
    expect(damageFound.check?.({ origin: 0 }, 0)).toBeUndefined();
    expect(damageFound.read?.({ origin: 0 }, 7)).toEqual({ name: 'damage_found', happenedAt: 7, origin: undefined });
    expect(damageFound.describe?.({ origin: 0 }, 'UTC')).toBe('');
    expect(damageFound.check?.({ origin: 3 }, 0)).toBeUndefined();
    expect(damageFound.read?.({ origin: 3 }, 7)).toMatchObject({ origin: 'CUSTOMER' });
    expect(damageFound.describe?.({ origin: 2 }, 'UTC')).toBe('packing');
  });

  it('is refused with an origin that this version does not know', () => {
    expect(damageFound.check?.({ origin: 4 }, 0)).toMatchObject({
      ...{ reason: 'CHOICE_UNKNOWN', field: 'damage_found.origin' },
    });
  });
});
