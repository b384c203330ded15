import { describe, expect, it } from 'vitest';
import { at, contact, verdictOf, whereOf } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import type { Party } from './complaint.js';
import { noComplaint as metric } from './no-complaint.js';

const RECEIVED = at('2018-03-01T10:00');
const DUE = at('2018-03-08T10:00');
const caused = (causedBy: Party | undefined, when = RECEIVED) => contact({ complaint: { at: when, causedBy } });

describe('a complaint', () => {
  it.each<[string, Party | undefined, string]>([
    ['of support is a miss of support', 'SUPPORT', 'miss'],
    ['is charged to the warehouse that caused it', 'WAREHOUSE', 'miss CAUSED_BY_WAREHOUSE'],
    ['is charged to the carrier that caused it', 'DELIVERY', 'miss CAUSED_BY_DELIVERY'],
    ['is charged to the shop that caused it', 'ORDERING', 'miss CAUSED_BY_ORDERING'],
    ['is charged to the customer who caused it', 'CUSTOMER', 'miss CAUSED_BY_CUSTOMER'],
    ['without a known cause is charged to no department', undefined, 'miss CAUSE_UNKNOWN'],
  ])('%s', (_, causedBy, verdict) => {
    expect(verdictOf(metric, caused(causedBy))).toBe(verdict);
  });

  it('counts until seven days after the contact, to the millisecond', () => {
    expect(verdictOf(metric, caused('SUPPORT', DUE))).toBe('miss');
    expect(verdictOf(metric, caused('SUPPORT', DUE + 1))).toBe('hit');
    expect(verdictOf(metric, contact())).toBe('hit');
  });

  it('counts on the day of the contact, and is judged seven days later', () => {
    expect(whereOf(metric, contact())).toEqual({ unit: 'team/one', day: '2018-03-01', dueAt: DUE });
    const one = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 } });
    expect(whereOf(one, contact()).dueAt).toBe(at('2018-03-02T10:00'));
  });
});
