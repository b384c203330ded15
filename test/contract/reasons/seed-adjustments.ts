import { randomUUID } from 'node:crypto';
import { BUILT_IN_DEPARTMENTS } from '#libs/domain/observation.js';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import { approveAdjustment, withdrawAdjustment } from '#services/scoring/adjustments/decide-adjustment.js';
import { postAdjustment } from '#services/scoring/adjustments/post-adjustment.js';
import { proposeAdjustment } from '#services/scoring/adjustments/propose-adjustment.js';
import { FIRST, RULESETS } from '#services/scoring/fixtures/real-orders.js';
import type { SnapshotContent } from '#services/scoring/periods/content.js';
import { makeContent } from '#services/scoring/periods/make-content.js';
import { readPeriod } from '#services/scoring/periods/read-period.js';
import { addSnapshot, findSnapshot } from '#services/scoring/periods/store.js';
import { type Counted, database, emptyCounts, scoringDoor, sealed } from '../scoring-bench.js';
import { addStep } from './seed-period.js';

/** All periods are over then, and every feed is complete. */
export const AFTER_ALL = Date.parse('2018-12-02T00:00:00Z');
const COMPLETE = Date.parse('2018-12-01T00:00:00Z');
const ENGINE = 'cx-index test';

/** Who proposed an adjustment and who has approved it, HR first and then finance; what became of it. */
export interface SeedAdjustment {
  readonly maker: string;
  readonly approvers?: readonly string[];
  readonly isExtra?: boolean;
  readonly end?: 'withdrawn' | 'posted';
}

/** A closed period, whose counts have 40 misses more than then. */
export interface SeedClosed {
  readonly period: string;
  /** What the closed version says other than its counts. */
  readonly change?: Partial<SnapshotContent>;
  readonly adjustments?: readonly SeedAdjustment[];
}

const named = (name: string) => parsePeriod(name) as Period;

/** The counts of a period, and the closed period with its adjustments where it is not there yet. */
export async function seedClosed({ period: name, change = {}, adjustments = [] }: SeedClosed): Promise<void> {
  const period = named(name);
  const late = await countPeriod(period);
  const isThere = (await findSnapshot(database, name, undefined)) !== undefined;
  if (!isThere) await closePeriod(period, change);
  await scoringDoor()('delivery', late);
  if (isThere) return;
  for (const [place, adjustment] of adjustments.entries()) await seedAdjustment(period, place + 1, adjustment);
}

/** Takes the first batch of every department; returns one of delivery that comes later. */
async function countPeriod({ firstDay: day }: Period) {
  await emptyCounts();
  const take = scoringDoor();
  const cellsOf = (source: string, counts: Pick<Counted, 'hits' | 'misses'>) =>
    (FIRST.departments.get(source as 'delivery') ?? []).map(({ metric }): Counted => {
      return { metric, unit: 'unattributed', day, ...counts };
    });
  const batches = BUILT_IN_DEPARTMENTS.map((source) => {
    return [
      source,
      sealed(source, { cells: cellsOf(source, { hits: 180, misses: 20 }), feeds: feedsOf(source) }),
    ] as const;
  });
  for (const [source, batch] of batches) await take(source, batch);
  const after = batches.find(([source]) => source === 'delivery')?.[1];
  return sealed('delivery', { cells: cellsOf('delivery', { misses: 40 }), feeds: feedsOf('delivery'), after });
}

const feedsOf = (source: string) => [
  { feed: `${source}-feed`, completeThrough: COMPLETE, origin: 'REPORTED' as const },
];

async function closePeriod(period: Period, change: Partial<SnapshotContent>): Promise<void> {
  const { name } = period;
  const reading = await database.transaction((tx) => readPeriod(tx, period, RULESETS, AFTER_ALL), {
    isolation: 'repeatable read',
  });
  const made = makeContent({ reading, earlier: undefined, reason: 'LATE_DATA', engine: ENGINE });
  const add = (content: SnapshotContent, madeBy: string) => ({
    ...{ content, cut: reading.counts.cut, requestId: randomUUID(), requestSha256: '00'.repeat(32) },
    ...{ requestedBy: madeBy, madeBy, createdAt: AFTER_ALL },
  });
  const approved = await database.transaction((tx) =>
    addSnapshot(tx, add({ ...made, version: 2, cutOffAt: AFTER_ALL }, 'mia')),
  );
  await addStep(name, 1, 'hanna', 1);
  await addStep(name, 1, 'finn', 2);
  const closing = { version: 3, supersedes: 2, state: 'CLOSED', reason: 'CLOSE' } as const;
  const terms = { approvedSha256: approved.contentSha256, approvedAs: ['HR', 'FINANCE'] };
  await database.transaction(async (tx) => {
    const { contentSha256 } = await addSnapshot(tx, add({ ...made, ...closing, ...terms, ...change }, 'max'));
    await tx.execute(
      `insert into period_event values ($1, 3, 7, $2, sha256('other'), $3, 'max', '{}', '', null, 3, $4, null, '{}', '{}', null)`,
      [name, randomUUID(), new Date(AFTER_ALL), Buffer.from(contentSha256, 'hex')],
    );
  });
}

async function seedAdjustment(period: Period, number: number, seed: SeedAdjustment): Promise<void> {
  const { maker, approvers = [], isExtra = false, end } = seed;
  const adjusting = { database, rulesets: RULESETS, sealRestated: async () => undefined };
  const asking = (name: string) => {
    return { period, number, requestId: randomUUID(), by: { name, departments: [] }, now: AFTER_ALL, says: ['seeded'] };
  };
  const requestId = number === 1 ? requestOf(period.name) : randomUUID();
  const { adjustment } = await proposeAdjustment(adjusting, {
    ...{ ...asking(maker), requestId, reasonCode: 'LATE_DATA', reason: 'why', isExtra, engine: ENGINE, releases: [] },
  });
  const { contentSha256 } = adjustment;
  for (const [place, name] of approvers.entries()) {
    const role = place === 1 ? 'FINANCE' : 'HR';
    await approveAdjustment(adjusting, { ...asking(name), contentSha256, role });
  }
  if (end === 'withdrawn') await withdrawAdjustment(adjusting, { ...asking(maker), reason: 'why' });
  if (end === 'posted') await postAdjustment(adjusting, { ...asking('max'), contentSha256 });
}

/** The request by which the first adjustment of a seeded period was proposed. */
export const requestOf = (period: string) =>
  `00000000-0000-4000-8000-${period.replace(/\D/g, '').padStart(11, '0')}a`.slice(0, 36);

/** The hash of an adjustment; of none where it is not there. */
export async function hashOf(period: string, number: number): Promise<Buffer> {
  const [row] = await database.query<{ content_sha256: Buffer }>(
    'select content_sha256 from adjustment where period = $1 and number = $2',
    [period, number],
  );
  return row?.content_sha256 ?? Buffer.alloc(32);
}
