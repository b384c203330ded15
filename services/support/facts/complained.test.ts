import { describe, expect, it } from 'vitest';
import { complained } from './complained.js';

describe('a complaint', () => {
  it('needs neither a cause nor a party', () => {
    const unknown = { cause: 0, causedBy: 0 };
    expect(complained.check?.(unknown, 0)).toBeUndefined();
    expect(complained.read?.(unknown, 7)).toEqual({ name: 'complained', happenedAt: 7, causedBy: undefined });
    expect(complained.describe?.(unknown, 'UTC')).toBe('');
  });

  it('may say of what, and who caused it', () => {
    const known = { cause: 9, causedBy: 5 };
    expect(complained.check?.(known, 0)).toBeUndefined();
    expect(complained.read?.({ cause: 4, causedBy: 2 }, 7)).toMatchObject({ causedBy: 'WAREHOUSE' });
    expect(complained.describe?.({ cause: 4, causedBy: 2 }, 'UTC')).toBe('missing item, caused by warehouse');
  });

  it.each([
    ['a cause that this version does not know', { cause: 10 }, 'COMPLAINT_CAUSE_UNKNOWN', 'complained.cause'],
    ['a party that this version does not know', { causedBy: 6 }, 'PARTY_UNKNOWN', 'complained.caused_by'],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(complained.check?.({ cause: 0, causedBy: 0, ...wrong }, 0)).toMatchObject({ reason, field });
  });
});
