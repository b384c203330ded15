import { describe, expect, it } from 'vitest';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { PurePath } from './pure-path.js';

/** 20,000 real orders, counted twice and independently when the metrics were defined (docs/metrics.md). */
export const describeFigures = (path: () => PurePath) =>
  describe('the rules on the real orders', () => {
    const of = (metric: string, wanted: (evaluation: MetricEvaluation) => boolean = () => true) =>
      path().evaluations.filter((evaluation) => evaluation.metric.recordedAs === metric && wanted(evaluation));
    const count = (evaluations: readonly MetricEvaluation[]) =>
      `${evaluations.filter(({ result }) => result.hits === 1).length} of ${evaluations.length}`;
    const accountable = ({ result }: MetricEvaluation) => result.class === 'ACCOUNTABLE';

    it.each([
      ['payment_approved_in_time', '14818 of 16023'],
      ['order_kept', '19759 of 19876'],
      ['handed_over_by_limit', '17770 of 19731'],
      ['handed_over_at_last', '19397 of 19731'],
      ['delivered_by_first_promise', '18096 of 19488'],
      ['arrived_at_last', '19151 of 19645'],
      ['promise_not_padded', '11249 of 19431'],
      ['customer_score', '15338 of 19895'],
    ])('%s, accountable: %s', (metric, figure) => expect(count(of(metric, accountable))).toBe(figure));

    it('customers lived 18,097 of 20,000 first promises kept', () => {
      expect(count(of('delivered_by_first_promise'))).toBe('18097 of 20000');
    });

    it.each([
      ['payment_approved_in_time', 'CUSTOMER_CHOSE_OFFLINE_PAYMENT', '1656 of 3973'],
      ['order_kept', 'CAUSE_UNKNOWN', '0 of 124'],
      ['handed_over_by_limit', 'UPSTREAM_ORDERING', '23 of 26'],
      ['handed_over_at_last', 'UPSTREAM_ORDERING', '26 of 26'],
      ['delivered_by_first_promise', 'CAUSE_UNKNOWN', '1 of 124'],
      ['delivered_by_first_promise', 'UPSTREAM_HANDED_OVER_LATE', '0 of 157'],
      ['delivered_by_first_promise', 'UPSTREAM_NEVER_HANDED_OVER', '0 of 112'],
      ['delivered_by_first_promise', 'UPSTREAM_NOT_RELEASED', '0 of 119'],
    ])('%s, %s: %s', (metric, reason, figure) => {
      expect(count(of(metric, ({ result }) => result.reason === reason))).toBe(figure);
    });

    it.each([
      ['', { delivery: 1392, warehouse: 269, ordering: 119, unattributed: 123 }],
      ['2018-03', { delivery: 282, warehouse: 22, ordering: 6, unattributed: 18 }],
      ['2018-08', { delivery: 90, warehouse: 33, ordering: 4, unattributed: 17 }],
    ])('every lived miss of the first promise has one responsible party (%s)', (month, expected) => {
      const misses = of('delivered_by_first_promise', ({ day, result }) => day.startsWith(month) && result.hits === 0);
      const parties = Object.keys(expected).map((party) => [
        party,
        misses.filter(({ result }) => (result.responsible || 'delivery') === party).length,
      ]);
      expect(Object.fromEntries(parties)).toEqual(expected);
    });

    it('stores 284 contradicting timestamps and flags them', () => expect(path().suspicions).toBe(284));

    it('customers and the lived on-time rate agree month by month: r >= 0.90', () => {
      const months = [...monthsFrom('2017-02', 19)];
      const lived = months.map((month) =>
        mean(of('delivered_by_first_promise', ({ day }) => day.startsWith(month)).map(({ result }) => result.hits)),
      );
      const said = months.map((month) =>
        mean(of('customer_score_points', ({ day }) => day.startsWith(month)).map(({ result }) => 1 + result.hits)),
      );
      const r = correlation(lived, said);
      expect(r).toBeGreaterThan(0.93);
      expect(r).toBeLessThan(0.94);
    });
  });

function* monthsFrom(first: string, count: number): Iterable<string> {
  const [year = 0, month = 0] = first.split('-').map(Number);
  for (let place = 0; place < count; place++) {
    yield new Date(Date.UTC(year, month - 1 + place, 1)).toISOString().slice(0, 7);
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const together = mean(a.map((value, place) => (value - meanA) * ((b[place] ?? 0) - meanB)));
  const spread = (values: readonly number[], centre: number) =>
    Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return together / (spread(a, meanA) * spread(b, meanB));
}
