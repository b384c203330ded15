import { describe, expect, it } from 'vitest';
import { bound, type Caller } from '#libs/domain/access.js';
import { GrantedCall } from './call-access.js';
import type { AccessRule } from './rules.js';

const rule: AccessRule = {
  ...{ permit: [{ roles: ['DEPARTMENT_READER'], scope: 'INDEX_OF_OTHERS' }], department: ['names'] },
  ...{ audited: 'READING_OF_OTHERS', resource: [] },
};
const readerOf = (...departments: string[]): Caller => {
  return { name: 'lotte', kind: 'person', bindings: [bound('DEPARTMENT_READER', { departments })] };
};

describe('a caller of one call', () => {
  it('sees of a department what their roles let them see', () => {
    const call = new GrantedCall(readerOf('delivery'), rule);
    expect([call.sees('delivery'), call.sees('support')]).toEqual(['all', 'index']);
  });

  it('sees less of it at once when a stream outlives the role', () => {
    let now = readerOf('delivery');
    const call = new GrantedCall(now, rule);
    call.follow(() => now);
    expect(call.sees('delivery')).toBe('all');
    now = readerOf('support');
    expect([call.sees('delivery'), call.sees('support')]).toEqual(['index', 'all']);
  });
});
