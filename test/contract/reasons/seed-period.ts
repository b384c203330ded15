import { createHash, randomUUID } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { database } from '../scoring-bench.js';

/** A Monday in December 2018; the review of a version that is made then ends with the Monday two weeks later, in São Paulo. */
export const MADE = Date.parse('2018-12-03T12:00:00Z');
export const CUT_OFF = Date.parse('2018-12-18T02:00:00Z');
export const AFTER_REVIEW = Date.parse('2018-12-18T12:00:00Z');

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();

/** What happened to a month, put there by SQL; what is there already stays. */
export interface Seed {
  readonly month: string;
  /** One version, or a second one that ends at the cut-off. Default 2. */
  readonly versions?: 0 | 1 | 2;
  readonly maker?: string;
  /** Who has approved the second version: HR first, then finance. */
  readonly approvers?: readonly string[];
  /** Steps by their kind and who took them: [5, 'approver']. */
  readonly steps?: readonly (readonly [kind: number, by: string, department?: string])[];
  /** Whether the counts are those of no batch at all, as they are after `emptyCounts`. Default yes. */
  readonly countsAreEmpty?: boolean;
  readonly hasContest?: boolean;
}

/** Seeds a month. Returns what a command names: the hash of the newest version, and how many steps were taken. */
export async function seedPeriod(seed: Seed): Promise<{ readonly hash: Buffer; readonly steps: number }> {
  const { month, versions = 2, maker = 'mia', approvers = [], steps = [] } = seed;
  for (let version = 1; version <= versions; version++) await addVersion(seed, version, maker);
  const before = await stepsOf(month);
  if (before === 0) {
    for (const [place, by] of approvers.entries()) await addStep(month, 1, by, place + 1);
    for (const [kind, by, department] of steps) await addStep(month, kind, by, undefined, department);
  }
  if (seed.hasContest === true) await addContest(month);
  return { hash: await newestHash(month), steps: await stepsOf(month) };
}

async function addVersion({ month, countsAreEmpty = true }: Seed, version: number, maker: string): Promise<void> {
  const inputs = ['ordering', 'warehouse', 'delivery', 'support'].map((department) => {
    return { department, notPayableReasons: [], metrics: [], changeSinceLastVersionE4: 0n };
  });
  const content = Buffer.from(
    canonicalJson({
      ...{ period: month, version, state: 'PROVISIONAL', ruleset: '2018-first', inputs, payable: false },
      ...{ notPayableReasons: ['NOT_APPROVED'], countsSha256: sha256(countsAreEmpty ? '' : 'other').toString('hex') },
      ...(version === 2 && { cutOffAt: CUT_OFF }),
    }),
  );
  await database.execute(
    `insert into snapshot (period, version, content, content_sha256, request_id, request_sha256, requested_by, made_by, created_at)
     select $1, $2, $3, $4, $5, $4, 'hr', $6, $7 where not exists (select from snapshot where period = $1 and version = $2)`,
    [month, version, content, sha256(content), randomUUID(), maker, new Date(version === 1 ? MADE : AFTER_REVIEW)],
  );
}

/** The request id of the first step of a month. */
export const requestIdOf = (month: string) => `00000000-0000-4000-8000-${month.replace(/\D/g, '').padStart(12, '0')}`;

export async function addStep(
  month: string,
  kind: number,
  by: string,
  role?: number,
  department?: string,
): Promise<void> {
  const number = (await stepsOf(month)) + 1;
  const hash = kind === 1 ? await newestHash(month) : null;
  await database.execute(
    `insert into period_event values ($1, $2, $3, $4, sha256('other'), now(), $5, '{}', 'why', $6, $7, $8, $9, '{}', '{}', null)`,
    [
      ...[month, number, kind, number === 1 ? requestIdOf(month) : randomUUID(), by, role ?? null],
      ...[kind === 1 ? 2 : null, hash, department ?? null],
    ],
  );
}

async function addContest(month: string): Promise<void> {
  await database.execute(
    `insert into contest select 60000, gen_random_uuid(), sha256('a'), 'delivery', 'delivery', 'm', $1, $2, 1, 'file 7', '', 'anna', $3
     where not exists (select from contest where number = 60000)`,
    [Buffer.alloc(16, 3), `${month}-10`, new Date(MADE + 86_400_000)],
  );
}

async function newestHash(month: string): Promise<Buffer> {
  const [row] = await database.query<{ content_sha256: Buffer }>(
    'select content_sha256 from snapshot where period = $1 order by version desc limit 1',
    [month],
  );
  return row?.content_sha256 ?? Buffer.alloc(32);
}

async function stepsOf(month: string): Promise<number> {
  const [row] = await database.query<{ steps: bigint }>(
    'select count(*) as steps from period_event where period = $1',
    [month],
  );
  return Number(row?.steps ?? 0n);
}
