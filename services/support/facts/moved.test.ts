import { describe, expect, it } from 'vitest';
import { moved } from './moved.js';

describe('a contact that moved', () => {
  it('names a calendar, whether or not the company has one of that name', () => {
    expect(moved.check?.({ calendar: 'Schedule Köln #2' }, 0)).toBeUndefined();
    expect(moved.read?.({ calendar: 'hotline' }, 7)).toEqual({ name: 'moved', happenedAt: 7, calendar: 'hotline' });
    expect(moved.describe?.({ calendar: 'hotline' }, 'UTC')).toBe('to the calendar hotline');
  });

  it.each([
    ['no calendar', ''],
    ['a blank at the end of its name', 'hotline '],
    ['a name that is too long', 'h'.repeat(129)],
  ])('is refused with %s', (_, calendar) => {
    expect(moved.check?.({ calendar }, 0)).toMatchObject({ reason: 'CALENDAR_INVALID', field: 'moved.calendar' });
  });
});
