import { describe, expect, it } from 'vitest';
import { type LimitSet, limitsFor, limitsOfParameters } from './limit-set.js';

const [usual, soon, atOnce] = [60, 30, 3].map((minutes) => ({
  limit: { kind: 'elapsed' as const, ms: minutes * 60_000 },
}));
const set: LimitSet = {
  limits: usual as LimitSet['limits'],
  exceptions: [
    { when: { channel: ['PHONE', 'CHAT'] }, limits: atOnce as LimitSet['limits'] },
    { when: { channel: ['EMAIL'], priority: ['URGENT'] }, limits: soon as LimitSet['limits'] },
    { when: { priority: ['URGENT'] }, limits: usual as LimitSet['limits'] },
  ],
};

describe('the limits of a case', () => {
  it.each([
    ['without a dimension are those without an exception', {}, usual],
    ['are those of an exception that lists its channel', { channel: ['CHAT'] }, atOnce],
    ['are those of the first exception that it meets', { channel: ['PHONE'], priority: ['URGENT'] }, atOnce],
    ['are those of an exception if it meets all of its conditions', { channel: ['EMAIL'], priority: ['URGENT'] }, soon],
    ['are not those of an exception of which it meets one condition', { channel: ['EMAIL'], priority: ['LOW'] }, usual],
    ['meet a condition by one of several words', { channel: ['LETTER', 'PHONE'] }, atOnce],
    ['are not excepted by a dimension that was not reported', { channel: [], priority: [] }, usual],
  ])('%s', (_, dimensions, limits) => {
    expect(limitsFor(set, () => dimensions)).toBe(limits);
  });
});

describe('the parameters of a definition', () => {
  it('state limits with the unit in their name, beside what no company sets', () => {
    const parameters = { limitCivilDays: 1, measuredSettlements: ['INSTANT'], other: 7 };
    expect(limitsOfParameters('payment_approved_in_time', parameters)).toEqual({
      limit: { kind: 'civil', days: 1 },
      measuredSettlements: ['INSTANT'],
      other: 7,
    });
    expect(limitsOfParameters('first_response_in_time', { limitMinutes: 60 })).toEqual(usual);
    expect(limitsOfParameters('arrived_at_last', { graceCivilDays: 14 })).toEqual({
      grace: { kind: 'civil', days: 14 },
    });
  });
});
