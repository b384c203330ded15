import { describe, expect, it } from 'vitest';
import type { WaitingCell } from '#libs/domain/observation.js';
import { restAfterCounting, WaitingHistory } from './waiting-history.js';

const row = (unit: string, cases = 1n, waitsFor = 'delivery/acme'): WaitingCell => ({
  ...{ metric: 'delivered_by_first_promise', definition: 1, unit, day: '2018-03-02', cases, waitsFor },
});
const NOTHING = Buffer.alloc(16);
const all = [row('a'), row('b'), row('c')];

/** A shard that keeps the hash of what was reported. */
function shard() {
  const history = new WaitingHistory();
  let reported: Buffer = NOTHING;
  let epoch = 1;
  return {
    history,
    report: (...rows: WaitingCell[]) => {
      const { report, hash } = history.next(epoch, rows, reported);
      reported = hash;
      return report;
    },
    /** What was counted is not reported: the transaction fails. */
    fail: (...rows: WaitingCell[]) => void history.next(epoch, rows, reported),
    beginEpoch: () => {
      epoch += 1;
    },
    reportedByOther: (...rows: WaitingCell[]) => {
      reported = new WaitingHistory().next(epoch, rows, NOTHING).hash;
    },
  };
}

describe('what a source reports of waiting cases', () => {
  it('is everything at first, and then what is new, different or gone', () => {
    const { report } = shard();
    expect(report(...all)).toEqual({ waiting: all });
    expect(report(row('a'), row('b', 2n), row('c'), row('d'))).toEqual({ waitingChanges: [row('b', 2n), row('d')] });
    expect(report(row('b', 2n), row('c'), row('d'))).toEqual({ waitingChanges: [row('a', 0n)] });
    expect(report(row('b', 2n), row('c', 1n, 'ordering'), row('d'))).toEqual({
      waitingChanges: [row('c', 1n, 'ordering')],
    });
  });

  it('is nothing while nothing has changed', () => {
    const { report } = shard();
    report(...all);
    expect(report(...all)).toEqual({});
  });

  it('is everything when that is shorter than what has changed', () => {
    const { report } = shard();
    report(...all);
    expect(report(row('d'))).toEqual({ waiting: [row('d')] });
    expect(report()).toEqual({ waiting: [] });
  });

  it('is everything in the first report of an epoch, also when nothing has changed', () => {
    const { report, beginEpoch } = shard();
    report(...all);
    beginEpoch();
    expect(report(...all)).toEqual({ waiting: all });
  });

  it('is everything after another process has reported', () => {
    const { report, reportedByOther } = shard();
    report(...all);
    reportedByOther(row('z'));
    expect(report(row('a'), row('b'), row('c'), row('d'))).toEqual({
      waiting: [row('a'), row('b'), row('c'), row('d')],
    });
  });

  it('is compared with what was reported last when a transaction has failed in between', () => {
    const { report, fail } = shard();
    report(...all);
    fail(row('a'), row('b', 9n), row('c'));
    expect(report(row('a'), row('b'), row('c', 2n))).toEqual({ waitingChanges: [row('c', 2n)] });
  });

  it('is everything again after 50 reports of changes', () => {
    const { report } = shard();
    report(...all);
    const kinds = Array.from(
      { length: 52 },
      (_, place) => Object.keys(report(row('a', BigInt(place + 2)), row('b'), row('c')))[0],
    );
    expect(kinds.indexOf('waiting')).toBe(50);
    expect(kinds.lastIndexOf('waiting')).toBe(50);
  });
});

describe('counting what waits', () => {
  it.each([
    ['every two seconds while few cases wait', 40_000n, 2_000],
    ['less often the more cases wait, because each is read', 400_000n, 20_000],
    ['every minute at the latest', 40_000_000n, 60_000],
  ])('happens %s', (_, cases, restMs) => {
    expect(restAfterCounting(cases)).toBe(restMs);
  });
});
