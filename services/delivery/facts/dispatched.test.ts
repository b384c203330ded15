import { describe, expect, it } from 'vitest';
import { dispatched } from './dispatched.js';

const contractDueAt = new Date('2018-03-09T15:00:00Z');

describe('a parcel that is dispatched', () => {
  it('names the unit that brings it, and perhaps the limit of the contract', () => {
    expect(dispatched.check?.({ unit: 'carrier/acme' }, 0)).toBeUndefined();
    expect(dispatched.read?.({ unit: 'carrier/acme' }, 7)).toMatchObject({ happenedAt: 7, contractDueAt: undefined });
    expect(dispatched.describe?.({ unit: 'carrier/acme' }, 'UTC')).toBe('with carrier/acme');
    const limited = { unit: 'carrier/acme', contractDueAt };
    expect(dispatched.check?.(limited, 0)).toBeUndefined();
    expect(dispatched.read?.(limited, 7)).toMatchObject({ contractDueAt: contractDueAt.getTime() });
    expect(dispatched.describe?.(limited, 'UTC')).toBe('with carrier/acme, by contract until 2018-03-09 15:00');
  });

  it.each([
    ['no unit', { unit: '' }, 'UNIT_INVALID', 'dispatched.unit'],
    [
      'a limit before 2000',
      { contractDueAt: new Date('1999-12-31T23:59:59Z') },
      'TIME_OUT_OF_RANGE',
      'dispatched.contract_due_at',
    ],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(dispatched.check?.({ unit: 'carrier/acme', ...wrong }, 0)).toMatchObject({ reason, field });
  });
});
