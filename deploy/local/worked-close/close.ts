import { setTimeout as pause } from 'node:timers/promises';
import { bonusInputs, periods } from '#cli/connect.js';
import { ApprovalRole, type PeriodLife } from '#libs/contracts/cx/bonus/v1/period.js';
import type { Period } from '#libs/domain/period.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { requestIdOf } from './request-ids.js';

/** Who makes, approves and closes in the demo. The rules came after the month, so three people accept that. */
const MAKER = 'hr-maker';
export const APPROVERS = [
  { person: 'hr-approver', role: ApprovalRole.APPROVAL_ROLE_HR },
  { person: 'finance-approver', role: ApprovalRole.APPROVAL_ROLE_FINANCE },
  { person: 'second-hr-approver', role: ApprovalRole.APPROVAL_ROLE_HR },
] as const;
const CLOSER = 'finance-approver';

/** What stands against paying in the demo and its three approvers accept: they close a month of the past. */
export const ACCEPTED = ['RULES_BOUND_AFTER_START', 'NOT_REVIEWED'] as const;
const REASON = 'A demonstration: the rules are younger than the month, and no department waited for a review.';

/** Where a period is in its life, as people of HR read it. */
export const lifeOf = ({ name }: Period): Promise<PeriodLife> =>
  call(periods(MAKER), 'getPeriod', { name: `periods/${name}` });

/**
 * Takes the steps that are left until the period is closed, each by the person who may: a first version, the version at the cut-off, three
 * approvals, the close.
 *
 * @param sealAll  makes every source seal what it has, which it otherwise does within a minute
 */
export async function closeByPeople(period: Period, sealAll: () => Promise<void>): Promise<PeriodLife> {
  let life = await lifeOf(period);
  if (life.newest === undefined) await makeVersion(period, 0, 'FIRST');
  life = await lifeOf(period);
  if (life.newest?.cutOffAt === undefined) {
    await sealAll();
    await makeVersion(period, life.newest?.version ?? 0, 'LATE_DATA');
  }
  for (const [place, { person, role }] of APPROVERS.entries()) {
    life = await lifeOf(period);
    if (life.approvals.some(({ approvedBy, stale }) => approvedBy === person && !stale)) continue;
    await call(periods(person), 'approvePeriod', {
      ...naming(life, 10 + place),
      role,
      accepts: [...ACCEPTED],
      carvedOut: [],
      reason: REASON,
    });
  }
  life = await lifeOf(period);
  return call(periods(CLOSER), 'closePeriod', naming(life, 20));
}

function naming({ name, version, newest }: PeriodLife, step: number) {
  const contentSha256 = newest?.contentSha256 ?? Buffer.alloc(0);
  return { name, requestId: requestIdOf('close', step), expectedVersion: version, contentSha256 };
}

const WAIT_MS = 90_000;

/** The batches that end a version reach scoring within a second or two. */
async function makeVersion(period: Period, expectedLatestVersion: number, reason: string): Promise<void> {
  for (const until = Date.now() + WAIT_MS; ; await pause(250)) {
    try {
      await call(bonusInputs(MAKER), 'createSnapshot', {
        ...{ period: `periods/${period.name}`, requestId: requestIdOf('close', expectedLatestVersion), reason },
        ...{ requestedBy: 'npm start', expectedLatestVersion },
      });
      return;
    } catch (error) {
      if (refusalOf(error)?.reason !== 'CUT_NOT_REACHED' || Date.now() > until) throw error;
    }
  }
}
