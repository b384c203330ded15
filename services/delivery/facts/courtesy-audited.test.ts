import { describe, expect, it } from 'vitest';
import { courtesyAudited } from './courtesy-audited.js';

const audit = { unit: 'team/a', zone: 'Europe/Berlin', checksMade: 8, checksMet: 8 };

describe('an audit of courtesy', () => {
  it('meets the standards if all its checks are met', () => {
    expect(courtesyAudited.check?.(audit, 0)).toBeUndefined();
    expect(courtesyAudited.check?.({ ...audit, checksMade: 1_000, checksMet: 0 }, 0)).toBeUndefined();
    expect(courtesyAudited.read?.(audit, 7)).toMatchObject({ about: 'courtesy_audit', happenedAt: 7, isMet: true });
    expect(courtesyAudited.read?.({ ...audit, checksMet: 7 }, 7)).toMatchObject({ isMet: false });
    expect(courtesyAudited.describe?.({ ...audit, checksMet: 7 }, 'UTC')).toBe('7 of 8 checks met by team/a');
    expect(courtesyAudited.zone?.(audit)).toBe('Europe/Berlin');
  });

  it.each([
    ['no unit', { unit: '' }, 'UNIT_INVALID', 'unit'],
    ['a zone that does not exist', { zone: 'Mars/Olympus' }, 'ZONE_UNKNOWN', 'zone'],
    ['no check', { checksMade: 0, checksMet: 0 }, 'CHECKS_INVALID', 'checks_made'],
    ['more checks met than made', { checksMet: 9 }, 'CHECKS_INVALID', 'checks_made'],
    ['fewer than none met', { checksMet: -1 }, 'CHECKS_INVALID', 'checks_made'],
    ['too many checks', { checksMade: 1_001 }, 'CHECKS_INVALID', 'checks_made'],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(courtesyAudited.check?.({ ...audit, ...wrong }, 0)).toMatchObject({
      ...{ reason, field: `courtesy_audited.${field}` },
    });
  });
});
