import { randomBytes, randomUUID } from 'node:crypto';
import type { JsonValue } from '@bufbuild/protobuf';
import type { Reason } from '#libs/domain/error.js';
import { type Counted, database, emptyCounts, scoringDoor, sealed } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { fillDisk } from './provoke-sources.js';
import { CONTEST } from './valid.js';

/** Rows stay, so each provocation has a case of its own. */
const contest = (ref: Buffer, change: { [key: string]: JsonValue } = {}): JsonValue => ({
  ...{ ...CONTEST, requestId: randomUUID(), caseRef: ref.toString('base64') },
  ...change,
});
const wrong = (change: { [key: string]: JsonValue }): Provocation => ({
  requests: [contest(randomBytes(16), change)],
});
const [OTHERS, TWICE, REUSED, FULL] = [1, 2, 3, 4].map(() => randomBytes(16)) as [Buffer, Buffer, Buffer, Buffer];

/** Delivery charges the warehouse with a case, or another party. */
async function charged(ref: Buffer, responsible = 'warehouse'): Promise<undefined> {
  await emptyCounts();
  const cell: Counted = {
    ...{ metric: CONTEST.metric, unit: 'area/be', day: CONTEST.day, class: 'OTHERS', misses: 1, ref },
    ...{ reason: 'UPSTREAM_HANDED_OVER_LATE', responsible },
  };
  await scoringDoor()('delivery', sealed('delivery', { cells: [cell] }));
}

const NAMES: Partial<Record<Reason, Provocation>> = {
  NAME_INVALID: { requests: [{ name: 'contests/1' }] },
  CONTEST_UNKNOWN: { requests: [{ name: 'departments/warehouse/contests/70000' }] },
};

const again = randomUUID();
export const CONTESTS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  ContestCase: {
    NAME_INVALID: wrong({ judgedBy: 'delivery' }),
    REQUEST_ID_INVALID: wrong({ requestId: 'seven' }),
    CASE_ID_INVALID: wrong({ caseRef: Buffer.alloc(8).toString('base64') }),
    DAY_INVALID: wrong({ day: '2018-02-30' }),
    METRIC_UNKNOWN: wrong({ metric: 'no_such_metric' }),
    GROUND_UNKNOWN: wrong({ ground: 'GROUND_UNSPECIFIED' }),
    EVIDENCE_INVALID: wrong({ evidence: 'ask anna@example.com' }),
    PARTY_INVALID: wrong({ responsible: 'no_such_department' }),
    CASE_UNKNOWN: wrong({}),
    NOT_CHARGED: { requests: [contest(OTHERS)], before: () => charged(OTHERS, 'ordering') },
    CONTEST_OPEN: { requests: [contest(TWICE), contest(TWICE)], before: () => charged(TWICE) },
    REQUEST_ID_REUSED: {
      requests: [contest(REUSED, { requestId: again }), contest(REUSED, { requestId: again, evidence: 'file 8' })],
      before: () => charged(REUSED),
    },
    STORE_FULL: {
      requests: [contest(FULL)],
      before: async () => {
        await charged(FULL);
        return fillDisk(database, ['contest']);
      },
    },
  },
  GetContest: NAMES,
  ListContests: {
    NAME_INVALID: { requests: [{ parent: 'warehouse' }] },
    PAGE_INVALID: { requests: [{ parent: 'departments/warehouse', pageSize: -1 }] },
  },
};
