import { describe, expect, it } from 'vitest';
import { objectionToParcel } from './parcel-check.js';

const reason = (...[part, naming]: Parameters<typeof objectionToParcel>) => objectionToParcel(part, naming)?.reason;

describe('the parcel of a fact', () => {
  it.each([
    ['may be left out where a fact may be about the whole order', '', 'may', undefined],
    ['must be named where a fact is about one parcel', '', 'must', 'PARCEL_ID_MISSING'],
    ['is not named by a fact about the whole order', '1Z999', undefined, 'PARCEL_ID_UNEXPECTED'],
    ['may be left out by a fact about the whole order', '', undefined, undefined],
    ['is named as the shop writes it', 'DE 4711/2-Ä', 'may', undefined],
    ['has at most 128 characters', 'x'.repeat(128), 'must', undefined],
    ['does not have 129 characters', 'x'.repeat(129), 'must', 'PARCEL_ID_INVALID'],
    ['does not end with a blank', '1Z999 ', 'may', 'PARCEL_ID_INVALID'],
  ] as const)('%s', (_, part, naming, expected) => {
    expect(reason(part, naming)).toBe(expected);
  });
});
