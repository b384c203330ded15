import { describe, expect, it } from 'vitest';
import { definitionsOf } from './definitions.js';
import { definitionSha256 } from './hash.js';
import { redefine } from './metric.js';
import { paymentApprovedInTime } from './ordering/payment-approved-in-time.js';
import { firstResponseInTime as first } from './support/first-response-in-time.js';
import { goodwillPaidByPromisedDay as other } from './support/goodwill-paid-by-promised-day.js';

const second = redefine(first, { definition: 2, parameters: { limitMinutes: 30 } });

describe('definitions', () => {
  const definitions = definitionsOf([second, first, other]);

  it('are found by number, under the id and under the name they are recorded by', () => {
    expect(definitions.find('first_response_in_time', 1)).toBe(first);
    expect(definitions.find('first_response_within_60_minutes', 2)).toBe(second);
  });

  it('are listed in the order of their numbers', () => {
    expect(definitions.named('first_response_in_time')).toEqual([first, second]);
  });

  it('that this version does not know are not found', () => {
    expect(definitions.find('first_response_in_time', 3)).toBeUndefined();
    expect(definitions.named('unheard_of')).toEqual([]);
  });

  it.each([
    ['two with one number', [first, { ...second, definition: 1 }], 'has definition 1 twice'],
    [
      'an id that is the recorded name of another metric',
      [first, { ...other, id: first.recordedAs }],
      'not one metric',
    ],
    [
      'definitions of one metric that are recorded under two names',
      [first, { ...second, recordedAs: 'x' }],
      'not one metric',
    ],
    [
      'definitions of one metric of two departments',
      [first, { ...second, source: 'survey' as const }],
      'not one metric',
    ],
    [
      'definitions of one metric that count cases and quantities',
      [first, { ...second, counts: 'TALLY' as const }],
      'not one metric',
    ],
  ])('refuse %s', (_, all, message) => {
    expect(() => definitionsOf(all)).toThrow(message);
  });
});

describe('the hash of a definition', () => {
  const hash = (changes: Partial<typeof first>) => definitionSha256({ ...first, ...changes }).toString('hex');

  it.each([
    ['a parameter', { parameters: { limitMinutes: 59 } }],
    ['the version of the code', { codeVersion: 2 }],
    ['the number', { definition: 2 }],
    ['the population', { population: 'Contacts by telephone.' }],
    ['the days until a period is complete', { maturesAfterDays: 1 }],
  ])('changes with %s', (_, changes) => {
    expect(hash(changes)).not.toBe(hash({}));
  });

  it('does not change with a parameter that was added later, until the parameter changes a verdict', () => {
    const hashWith = (parameters: object) =>
      definitionSha256({ ...paymentApprovedInTime, parameters: { limitCivilDays: 1, ...parameters } }).toString('hex');
    expect(hashWith({ measuredSettlements: ['INSTANT'] })).toBe(hashWith({}));
    expect(hashWith({ measuredSettlements: [] })).not.toBe(hashWith({}));
    expect(hashWith({ measuredSettlements: ['INSTANT', 'AFTER_DELIVERY'] })).not.toBe(hashWith({}));
  });

  it('does not change with the id: what is recorded keeps its name', () => {
    expect(hash({ id: 'answered_soon' })).toBe(hash({}));
  });
});
