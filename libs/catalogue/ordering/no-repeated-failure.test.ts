import { describe, expect, it } from 'vitest';
import { at, verdictOf, whereOf, ZONE } from '#test/catalogue/examples.js';
import { redefine } from '../metric.js';
import type { CustomerSpan } from './customer-span.js';
import { noRepeatedFailure as metric } from './no-repeated-failure.js';
import type { CausingDepartment } from './voucher.js';

const BEGUN = at('2018-03-01T10:00');
const END = at('2018-05-30T10:00');
const span = (...failures: (readonly [number, CausingDepartment])[]): CustomerSpan => ({
  ...{ unit: 'channel/app', zone: ZONE, begunAt: BEGUN },
  failures: failures.map(([when, causedBy]) => ({ at: when, causedBy })),
});
const first = [BEGUN, 'ORDERING'] as const;

describe('a customer of whom a span began on 1 March at ten', () => {
  it.each([
    ['and who met no failure is a hit', span(), 'hit'],
    ['and who met one is a hit', span(first), 'hit'],
    ['and who met a second one of the shop is a miss', span(first, [END - 1, 'ORDERING']), 'miss'],
    ['and who met it when the span is over is a hit', span(first, [END, 'ORDERING']), 'hit'],
    ['and who met the first one before it is a hit', span([BEGUN - 1, 'ORDERING'], first), 'hit'],
    ['is charged to the carrier that caused the second', span(first, [END - 1, 'DELIVERY']), 'miss CAUSED_BY_DELIVERY'],
    ['and not to who caused the third', span(first, first, [END - 1, 'SUPPORT']), 'miss'],
    ['is charged to the warehouse', span(first, [BEGUN, 'WAREHOUSE']), 'miss CAUSED_BY_WAREHOUSE'],
    ['is charged to support', span(first, [BEGUN, 'SUPPORT']), 'miss CAUSED_BY_SUPPORT'],
  ])('%s', (_, of, verdict) => {
    expect(verdictOf(metric, of)).toBe(verdict);
  });

  it('counts on that day, and is judged 90 days later', () => {
    expect(whereOf(metric, span())).toEqual({ unit: 'channel/app', day: '2018-03-01', dueAt: END });
    const one = redefine(metric, { definition: 2, parameters: { limitCivilDays: 1 } });
    expect(whereOf(one, span()).dueAt).toBe(at('2018-03-02T10:00'));
  });
});
