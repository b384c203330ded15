import { randomUUID } from 'node:crypto';
import type { JsonValue } from '@bufbuild/protobuf';
import type { Reason } from '#libs/domain/error.js';
import { database } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { VOIDED } from './provoke-periods.js';
import { fillDisk } from './provoke-sources.js';
import { AFTER_REVIEW, type Seed, seedPeriod } from './seed-period.js';
import { clock } from './servers.js';
import { LINE } from './valid.js';

const CLOCK = Date.parse('2018-06-01T12:00:00Z');

/** A month with two versions whose reviews are over, so that these contests hold nothing back. */
const MONTH: Seed = { month: '2017-03' };
const newest = { snapshot: `periods/${MONTH.month}/snapshots/2` };
function line(seed: Seed = MONTH, ...changes: readonly { [key: string]: JsonValue }[]): Provocation {
  const requests = (changes.length === 0 ? [{}] : changes).map((change) => ({
    ...{ ...LINE, ...newest, parent: 'departments/warehouse', requestId: randomUUID() },
    ...change,
  }));
  const before = async () => {
    clock.at = AFTER_REVIEW;
    await seedPeriod(seed);
    return async () => {
      clock.at = CLOCK;
    };
  };
  return { requests, before };
}
const full = (provocation: Provocation, table: string): Provocation => ({
  ...provocation,
  before: async () => {
    const after = await provocation.before?.();
    const emptied = await fillDisk(database, [table]);
    return async () => {
      await emptied?.();
      await after?.();
    };
  },
});
const lineAgain = { requestId: randomUUID(), parent: 'departments/support' };

/** Of ContestLine. */
export const LINES: Partial<Record<Reason, Provocation>> = {
  NAME_INVALID: line(MONTH, { snapshot: 'snapshots/2' }),
  PERIOD_INVALID: line(MONTH, { snapshot: 'periods/May/snapshots/2' }),
  REQUEST_ID_INVALID: line(MONTH, { requestId: 'seven' }),
  GROUND_UNKNOWN: line(MONTH, { ground: 'GROUND_WRONG_FACT' }),
  EVIDENCE_INVALID: line(MONTH, { expectedIndexE4: '1000001' }),
  PERIOD_NOT_IN_CALENDAR: line(MONTH, { snapshot: 'periods/2031-01/snapshots/2' }),
  PERIOD_CLOSED: line(VOIDED, { snapshot: `periods/${VOIDED.month}/snapshots/1` }),
  SNAPSHOT_UNKNOWN: line(MONTH, { snapshot: `periods/${MONTH.month}/snapshots/3` }),
  CONTENT_NOT_NEWEST: line(MONTH, { snapshot: `periods/${MONTH.month}/snapshots/1` }),
  DEPARTMENT_UNKNOWN: line(MONTH, { parent: 'departments/survey' }),
  CONTEST_OPEN: line(MONTH, {}, {}),
  REQUEST_ID_REUSED: line(MONTH, lineAgain, { ...lineAgain, evidence: 'file 8' }),
  STORE_FULL: full(line(MONTH, { parent: 'departments/ordering' }), 'contest'),
};
