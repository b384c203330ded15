import { describe, expect, it } from 'vitest';
import { createMetrics } from '#libs/metrics/metrics.js';
import { aContest, aHistory, at, aVersion, CLOSING, FINANCE, HR, JULY, windowsIn } from '../fixtures/period-life.js';
import { FIRST } from '../fixtures/real-orders.js';
import type { History } from '../periods/life/history.js';
import { stateOf } from '../periods/life/period-state.js';
import type { Life } from '../periods/life/read-life.js';
import { PeriodMetrics, shownOf } from './period-metrics.js';

function lifeOf(history: History, now: number): Life {
  const windows = windowsIn(history);
  const read = { ...history, newest: undefined, closed: undefined, restated: undefined };
  const period = { ...JULY, kind: 'month' as const };
  return { period, ruleset: FIRST, history: read, windows, state: stateOf(history, windows, now), now };
}

describe('what is exported of a period', () => {
  it.each([
    ['before its first day', aHistory([]), '2018-06-01 00:00'],
    ['after its close', aHistory(CLOSING, [HR, FINANCE, { kind: 'CLOSED', by: 'max' }]), '2018-09-06 00:00'],
    ['after it was voided', aHistory([], [{ kind: 'VOIDED', by: 'hanna' }]), '2018-07-20 00:00'],
  ])('is nothing %s', (_, history, now) => {
    expect(shownOf(lifeOf(history, at(now)))).toBeUndefined();
  });

  it('is its end while it runs, and then the end of its grace', () => {
    expect(shownOf(lifeOf(aHistory([]), at('2018-07-10 00:00')))).toMatchObject({
      ...{ period: '2018-07', state: 'open', nextDeadline: at('2018-07-31 22:00'), closeBy: undefined },
      approvalsMissing: undefined,
    });
    expect(shownOf(lifeOf(aHistory([]), at('2018-08-02 00:00')))).toMatchObject({
      ...{ state: 'collecting', nextDeadline: at('2018-08-07 22:00') },
    });
    expect(shownOf(lifeOf(aHistory([]), at('2018-09-02 00:00')))?.nextDeadline).toBeUndefined();
  });

  it('is the end of its review, and after it the next decision or the close', () => {
    const dueAt = at('2018-09-10 22:00');
    const history = aHistory([aVersion(1)], [], [aContest(1, { dueAt }), aContest(2)]);
    expect(shownOf(lifeOf(history, at('2018-08-25 00:00')))).toMatchObject({
      ...{ state: 'provisional', nextDeadline: at('2018-09-03 22:00'), closeBy: at('2018-09-17 22:00') },
    });
    const reviewed = shownOf(lifeOf(history, at('2018-09-04 00:00')));
    expect(reviewed).toMatchObject({ state: 'in_review', nextDeadline: dueAt, approvalsMissing: 2 });
    const overdue = shownOf(lifeOf(history, at('2018-09-20 00:00')));
    expect(overdue).toMatchObject({ nextDeadline: undefined, closeBy: at('2018-09-17 22:00') });
  });

  it('is how many people are missing, until enough have approved', () => {
    const missing = (...steps: Parameters<typeof aHistory>[1] & object) =>
      shownOf(lifeOf(aHistory(CLOSING, steps), at('2018-09-06 00:00')));
    expect(missing()).toMatchObject({ state: 'in_review', approvalsMissing: 2 });
    expect(missing(HR)).toMatchObject({ approvalsMissing: 1 });
    expect(missing(HR, FINANCE)).toMatchObject({ state: 'approved', approvalsMissing: 0 });
  });
});

describe('the gauges of periods', () => {
  it('hold exactly what was shown last', async () => {
    const metrics = createMetrics('scoring', { withProcess: false });
    const gauges = new PeriodMetrics(metrics);
    const one = {
      period: '2018-07',
      state: 'in_review',
      nextDeadline: 1_000,
      closeBy: 2_000,
      approvalsMissing: 1,
    } as const;
    gauges.show([one]);
    gauges.show([{ ...one, state: 'approved', nextDeadline: undefined, approvalsMissing: 0 }]);
    const { text } = await metrics.exposition();
    const series = text.split('\n').filter((line) => line.startsWith('cx_period_'));
    expect(series).toEqual([
      'cx_period_state{period="2018-07",state="approved"} 1',
      'cx_period_close_by_timestamp_seconds{period="2018-07"} 2',
      'cx_period_approvals_missing{period="2018-07"} 0',
    ]);
  });
});
