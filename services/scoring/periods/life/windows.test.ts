import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closingOf } from '#libs/documents/ruleset/closing-document.js';
import { weekdaysIn } from '#libs/domain/working-days.js';
import {
  aContest,
  aHistory,
  at,
  aVersion,
  CLOSING,
  FIRST_MADE,
  moving,
  REVIEW_ENDS,
  RULES,
  windowsIn,
} from '../../fixtures/period-life.js';
import { reviewEnds } from './period-state.js';

const iso = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());
const review = (version: number, created: string, change: bigint) =>
  moving(aVersion(version, { createdAt: at(created) }), 'delivery', change);

describe('the windows of a period', () => {
  it('follow from the ruleset, by the clocks of the company', () => {
    const { noticeBy, beginsAt, endsAt, graceEndsAt, reviews, cutOffAt, decideBy, finalAt } = windowsIn(
      aHistory([aVersion(1)]),
    );
    expect(
      [noticeBy, beginsAt, endsAt, graceEndsAt, reviews.get('support'), cutOffAt, decideBy, finalAt].map(iso),
    ).toEqual([
      '2018-06-16T22:00:00.000Z',
      '2018-06-30T22:00:00.000Z',
      '2018-07-31T22:00:00.000Z',
      '2018-08-07T22:00:00.000Z',
      '2018-09-03T22:00:00.000Z',
      '2018-09-03T22:00:00.000Z',
      '2018-09-17T22:00:00.000Z',
      '2019-10-31T23:00:00.000Z',
    ]);
  });

  it('have no review, cut-off or decision without a version', () => {
    const { reviews, cutOffAt, decideBy } = windowsIn(aHistory([]));
    expect([reviews.size, cutOffAt, decideBy]).toEqual([0, undefined, undefined]);
  });

  it('do not move with the clock or with a later version that moves nothing', () => {
    const first = windowsIn(aHistory([aVersion(1)]));
    expect(windowsIn(aHistory([aVersion(1), review(2, '2018-08-30 09:00', 9_999n)])).reviews).toEqual(first.reviews);
  });

  it.each([10_000n, -10_000n])(
    'give a department whose index moves by %s another whole review, and no other',
    (change) => {
      const { reviews, cutOffAt } = windowsIn(aHistory([aVersion(1), review(2, '2018-08-30 09:00', change)]));
      expect([iso(reviews.get('delivery')), iso(reviews.get('support'))]).toEqual([
        '2018-09-13T22:00:00.000Z',
        '2018-09-03T22:00:00.000Z',
      ]);
      expect(cutOffAt).toBe(reviews.get('delivery'));
    },
  );

  it('keep the cut-off when a version at the cut-off opens another review, in two rounds at most', () => {
    const moved = (version: number, created: string) =>
      moving(aVersion(version, { createdAt: at(created), cutOffAt: REVIEW_ENDS }), 'delivery', 20_000n);
    const rounds = [moved(2, '2018-09-04 08:00'), moved(3, '2018-10-01 08:00'), moved(4, '2018-11-01 08:00')];
    const { reviews, cutOffAt } = windowsIn(aHistory([aVersion(1), ...rounds]));
    expect(cutOffAt).toBe(REVIEW_ENDS);
    expect(iso(reviews.get('delivery'))).toBe('2018-10-15T22:00:00.000Z');
  });

  it('put the cut-off behind the rulings on contests in time, and not behind others', () => {
    const ruledAt = at('2018-09-10 12:00');
    const ruled = { isRuled: true, changedAt: ruledAt };
    const cut = (change: object, steps: Parameters<typeof aHistory>[1] = []) =>
      windowsIn(aHistory(CLOSING, steps, [aContest(1, { ...ruled, ...change })])).cutOffAt;
    expect(cut({})).toBe(ruledAt + 60 * 60_000);
    expect(cut({ openedAt: REVIEW_ENDS })).toBe(REVIEW_ENDS);
    expect(cut({ changedAt: at('2018-08-25 12:00') })).toBe(REVIEW_ENDS);
    const carved = [{ kind: 'APPROVED', by: 'hanna', carvedOut: [1] } as const];
    expect(cut({}, carved)).toBe(REVIEW_ENDS);
  });

  it('put it as far behind them as the ruleset says, and at the ruling itself at the least', () => {
    const ruledAt = at('2018-09-10 12:00');
    const history = aHistory(CLOSING, [], [aContest(1, { isRuled: true, changedAt: ruledAt })]);
    const cut = (minutes: number) =>
      windowsIn(history, { ...RULES, closing: closingOf({ rulings_settle_minutes: minutes }) }).cutOffAt;
    expect([cut(0), cut(90)]).toEqual([ruledAt, ruledAt + 90 * 60_000]);
  });

  it('end earlier for all when the only department whose review goes on is put on hold, and the cut-off stays', () => {
    const history = aHistory([aVersion(1), review(2, '2018-08-30 09:00', 50_000n)]);
    const held = { ...history, events: aHistory([], [{ kind: 'HELD', by: 'hanna', department: 'delivery' }]).events };
    expect(iso(reviewEnds(history, windowsIn(history)))).toBe('2018-09-13T22:00:00.000Z');
    expect(reviewEnds(held, windowsIn(held))).toBe(REVIEW_ENDS);
    expect(windowsIn(held).cutOffAt).toBe(windowsIn(history).cutOffAt);
  });

  it('of a period are those of its ruleset: one day of review, or none', () => {
    const days = (review_working_days: number) => {
      const rules = { ...RULES, closing: closingOf({ review_working_days }) };
      return windowsIn(aHistory([aVersion(1)]), rules).cutOffAt;
    };
    expect(iso(days(1))).toBe('2018-08-21T22:00:00.000Z');
    expect(days(0)).toBe(FIRST_MADE);
  });

  it('leave a period that is closed after its long stop open to corrections for the days of decisions', () => {
    const closed = { kind: 'CLOSED', by: 'finn', at: at('2020-01-01 12:00') } as const;
    expect(iso(windowsIn(aHistory(CLOSING, [closed])).finalAt)).toBe('2020-01-15T12:00:00.000Z');
  });

  it('are asked by the working days that were known when a review began', () => {
    const asked: number[] = [];
    windowsIn(aHistory([aVersion(1), review(2, '2018-08-30 09:00', 20_000n)]), {
      ...RULES,
      workdays: (knownAt) => {
        asked.push(knownAt);
        return weekdaysIn(RULES.zone);
      },
    });
    expect(asked).toContain(FIRST_MADE);
    expect(asked).toContain(at('2018-08-30 09:00'));
    expect(asked.every((one) => one <= at('2018-08-30 09:00'))).toBe(true);
  });

  it('never end a review earlier because a version is added', () => {
    const change = fc.record({
      hours: fc.integer({ min: 1, max: 900 }),
      change: fc.bigInt({ min: -30_000n, max: 30_000n }),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), (changes) => {
        const versions = [
          aVersion(1),
          ...changes.map((one, place) => {
            const version = aVersion(place + 2, { createdAt: FIRST_MADE + one.hours * 3_600_000 });
            return moving(version, 'delivery', one.change);
          }),
        ];
        const ends = versions.map(
          (_, place) => windowsIn(aHistory(versions.slice(0, place + 1))).reviews.get('delivery') ?? 0,
        );
        expect(ends).toEqual([...ends].sort((a, b) => a - b));
      }),
    );
  });
});
