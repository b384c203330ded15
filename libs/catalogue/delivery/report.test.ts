import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FULFILMENTS } from '#libs/domain/promise.js';
import { at, MINUTE } from '#test/catalogue/examples.js';
import { anyReport, parcelWith, report } from '#test/catalogue/reports.js';
import { evaluate } from '../evaluation.js';
import { OF_ORDER, OF_PARCEL } from './metrics.js';
import { orderOf } from './order.js';
import { isReport, type Report, reportsOf } from './report.js';

const instants = fc.integer({ min: 0, max: 60 * 24 * 40 }).map((minute) => at('2018-03-01T00:00') + minute * MINUTE);
const cases = fc.record({
  reports: fc.array(anyReport(instants), { maxLength: 10 }),
  fulfilment: fc.constantFrom(...FULFILMENTS.words),
});
type Case = typeof cases extends fc.Arbitrary<infer C> ? C : never;

/** What every metric finds of a parcel, and of the order that consists of it. */
function found({ reports, fulfilment }: Case) {
  const parcel = parcelWith(reports, { fulfilment, neededByDay: '2018-03-11' });
  return [...evaluate(OF_PARCEL, parcel), ...evaluate(OF_ORDER, orderOf([parcel]))];
}

describe('laws of reports', () => {
  it('the same report again, at the same instant, changes no verdict', () => {
    fc.assert(
      fc.property(cases, fc.nat(), (of, place) => {
        fc.pre(of.reports.length > 0);
        const again = of.reports[place % of.reports.length] as Report;
        expect(found({ ...of, reports: of.reports.flatMap((one) => (one === again ? [one, one] : [one])) })).toEqual(
          found(of),
        );
      }),
    );
  });

  it('reports of different instants may come in any order', () => {
    fc.assert(
      fc.property(cases, (of) => {
        fc.pre(new Set(of.reports.map(({ happenedAt }) => happenedAt)).size === of.reports.length);
        expect(found({ ...of, reports: of.reports.toReversed() })).toEqual(found(of));
      }),
    );
  });
});

describe('reports of one kind', () => {
  const two = parcelWith([report('lost', '2018-03-05T10:00'), report('not_received', '2018-03-06T10:00')]);

  it('are those of that name that happened before an instant', () => {
    expect(reportsOf(two, 'lost')).toHaveLength(1);
    expect(reportsOf(two, 'lost', at('2018-03-05T10:00'))).toEqual([]);
    expect(reportsOf(two, 'lost', at('2018-03-05T10:00') + 1)).toHaveLength(1);
  });

  it('are no arrivals and no milestones', () => {
    expect(['lost', 'delivered', 'ready_for_collection', 'promised'].map((name) => isReport({ name }))).toEqual([
      ...[true, false, false, false],
    ]);
  });
});
