import { describe, expect, it } from 'vitest';
import { proofTaken } from './proof-taken.js';

const proof = { kind: 1, place: 4, rejected: true };

describe('a proof of the delivery', () => {
  it('says what it is, and perhaps where the parcel was left', () => {
    expect(proofTaken.check?.(proof, 0)).toBeUndefined();
    expect(proofTaken.read?.(proof, 7)).toEqual({
      ...{ name: 'proof_taken', happenedAt: 7, kind: 'PHOTO', place: 'SAFE_PLACE', isRejected: true },
    });
    expect(proofTaken.describe?.(proof, 'UTC')).toBe('photo, safe place, rejected');
    const code = { kind: 3, place: 0, rejected: false };
    expect(proofTaken.check?.(code, 0)).toBeUndefined();
    expect(proofTaken.describe?.(code, 'UTC')).toBe('code');
  });

  it.each([
    ['no kind', { kind: 0 }, 'proof_taken.kind'],
    ['an unknown kind', { kind: 4 }, 'proof_taken.kind'],
    ['an unknown place', { place: 9 }, 'proof_taken.place'],
  ])('is refused with %s', (_, wrong, field) => {
    expect(proofTaken.check?.({ ...proof, ...wrong }, 0)).toMatchObject({ reason: 'CHOICE_UNKNOWN', field });
  });
});
