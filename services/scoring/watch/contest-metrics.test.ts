import { describe, expect, it } from 'vitest';
import { BUILT_IN_DEPARTMENTS } from '#libs/domain/observation.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import type { Waiting } from '../contests/waiting-contests.js';
import { ContestMetrics } from './contest-metrics.js';

const metrics = createMetrics('scoring', { withProcess: false });
const gauges = new ContestMetrics(metrics);
const NONE: Waiting = { contests: [], hearings: new Map() };
const OPENED = Date.parse('2018-06-01T12:00:00Z');

describe('the gauges of contests', () => {
  it('show 0 for a department that contests nothing, and no instant', async () => {
    gauges.show(NONE, BUILT_IN_DEPARTMENTS);
    expect(await series('cx_contests_waiting')).toHaveLength(2 * BUILT_IN_DEPARTMENTS.length);
    expect(await series('cx_contests_waiting')).toContain('{department="support",waits_for="second_reviewer"} 0');
    expect(await series('cx_contest_oldest_opened_timestamp_seconds')).toEqual([]);
  });

  it('show how many wait, for whom, and since when', async () => {
    const of = { department: 'warehouse', nextDue: undefined } as const;
    const open = { ...of, state: 'OPEN', contests: 3, oldest: OPENED, nextDue: OPENED + 1_000 } as const;
    const second = { ...of, state: 'AWAITS_SECOND', contests: 1, oldest: OPENED + 60_000 } as const;
    gauges.show({ contests: [open, second], hearings: new Map([['delivery', 2]]) }, BUILT_IN_DEPARTMENTS);
    const waiting = await series('cx_contests_waiting');
    expect(waiting).toContain('{department="warehouse",waits_for="reviewer"} 3');
    expect(waiting).toContain('{department="warehouse",waits_for="second_reviewer"} 1');
    expect(waiting.filter((line) => line.endsWith(' 0'))).toHaveLength(waiting.length - 2);
    expect(await series('cx_contest_oldest_opened_timestamp_seconds')).toEqual([
      `{department="warehouse",waits_for="reviewer"} ${OPENED / 1_000}`,
      `{department="warehouse",waits_for="second_reviewer"} ${OPENED / 1_000 + 60}`,
    ]);
    expect(await series('cx_contest_decision_due_timestamp_seconds')).toEqual([
      `{department="warehouse",waits_for="reviewer"} ${OPENED / 1_000 + 1}`,
    ]);
    expect(await series('cx_contest_hearings_open')).toContain('{department="delivery"} 2');
    expect(await series('cx_contest_hearings_open')).toContain('{department="support"} 0');
  });

  it('go back to 0 and lose the instant when the last one is ruled', async () => {
    gauges.show(NONE, BUILT_IN_DEPARTMENTS);
    expect((await series('cx_contests_waiting')).filter((line) => !line.endsWith(' 0'))).toEqual([]);
    expect(await series('cx_contest_oldest_opened_timestamp_seconds')).toEqual([]);
    expect(await series('cx_contest_decision_due_timestamp_seconds')).toEqual([]);
    expect(await series('cx_contest_hearings_open')).toContain('{department="delivery"} 0');
  });
});

async function series(name: string): Promise<string[]> {
  const { text } = await metrics.exposition();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .map((line) => line.slice(name.length));
}
