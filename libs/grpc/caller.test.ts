import { describe, expect, it } from 'vitest';
import { type Caller, requireOneOf } from './caller.js';

describe('a caller', () => {
  const agency: Caller = { name: 'agency', grants: ['report:survey'] };

  it('may do what one of its grants allows', () => {
    expect(() => requireOneOf(agency, ['read', 'report:survey'])).not.toThrow();
  });

  it('may do nothing else, and learns which grant it needs', () => {
    expect(() => requireOneOf(agency, ['read'])).toThrow(
      expect.objectContaining({
        reason: 'CALLER_NOT_ALLOWED',
        message: 'agency may not do this: it needs the grant read',
      }),
    );
    expect(() => requireOneOf(agency, ['read', 'bonus'])).toThrow('needs one of the grants read, bonus');
  });
});
