import { describe, expect, it } from 'vitest';
import type { WaitingCell } from '#libs/domain/observation.js';
import { WaitingReports } from './waiting-reports.js';

const row = (unit: string, cases: bigint): WaitingCell => ({
  ...{ metric: 'delivered_by_first_promise', definition: 1, unit, day: '2018-03-02', cases, waitsFor: 'ordering' },
});
const added = (...newestFirst: Parameters<WaitingReports['add']>[0][]) => {
  const reports = new WaitingReports();
  for (const batch of newestFirst) reports.add(batch);
  return reports;
};
const whole = (...waiting: WaitingCell[]) => ({ waiting, waitingChanges: undefined });
const changes = (...waitingChanges: WaitingCell[]) => ({ waiting: undefined, waitingChanges });
const none = { waiting: undefined, waitingChanges: undefined };

describe('the reports of several batches', () => {
  it('say what the newest of them says of each cell', () => {
    const reports = added(changes(row('a', 3n)), none, changes(row('a', 2n), row('b', 0n)), changes(row('b', 5n)));
    expect(reports).toMatchObject({ isWhole: false, rows: [row('a', 3n), row('b', 0n)] });
  });

  it('say all that waits once one of them lists everything, and older ones do not count', () => {
    const reports = added(changes(row('a', 0n)), whole(row('a', 1n), row('b', 2n)), whole(row('c', 9n)));
    expect(reports).toMatchObject({ isWhole: true, rows: [row('a', 0n), row('b', 2n)] });
  });

  it('say that nothing waits when an empty list is the newest', () => {
    expect(added(whole(), changes(row('a', 1n)))).toMatchObject({ isWhole: true, rows: [] });
  });

  it('say nothing when none of them reports anything', () => {
    expect(added(none)).toMatchObject({ isWhole: false, rows: [] });
  });
});
