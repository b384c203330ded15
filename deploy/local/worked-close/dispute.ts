import { contests, factsOf } from '#cli/connect.js';
import { type Contest, ContestState, Ground, RulingOutcome } from '#libs/contracts/cx/contests/v1/contests.js';
import { type ObservedCase, Outcome } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Period } from '#libs/domain/period.js';
import { call } from '#libs/grpc/client.js';
import { untilCounted } from '../until-counted.js';

/** What is contested in the worked example, and how. The requests have fixed ids: a start that was killed in between goes on with them. */
const METRIC = 'delivered_by_first_promise';
const DEPARTMENT = 'departments/delivery';
const CONTEST_REQUEST = 'c105ed00-2018-4007-8000-000000000001';
const DECISION_REQUEST = 'c105ed00-2018-4007-8000-000000000002';
/** By which the contest of an earlier start is found again: which parcels are late has changed since then. */
const EVIDENCE = 'demonstration, file 1';

/** The lead of delivery contests one late parcel, a reviewer of no department concerned takes it out, and the case is judged again. */
export async function disputeOne(period: Period): Promise<Contest> {
  const opened = await contestOne(period);
  if (opened.state !== ContestState.CONTEST_STATE_OPEN) return opened;
  const { observations } = await call(contests('reviewer'), 'foreseeRuling', { name: opened.name, chargedTo: '' });
  const ruled = await call(contests('reviewer'), 'decideContest', {
    name: opened.name,
    requestId: DECISION_REQUEST,
    outcome: RulingOutcome.RULING_OUTCOME_TAKEN_OUT,
    chargedTo: '',
    reason: 'The street was flooded: no carrier could have come.',
    evidence: 'demonstration, file 2',
    replaces: 0,
    cites: observations.slice(-1),
  });
  await untilCounted();
  return ruled;
}

async function contestOne(period: Period): Promise<Contest> {
  const listed = await call(contests('reviewer'), 'listContests', {
    ...{ parent: DEPARTMENT, pageSize: 1_000, pageToken: '', states: [], against: false },
  });
  const before = listed.contests.find(({ evidence }) => evidence === EVIDENCE);
  if (before !== undefined) return before;
  const late = (await lateParcels(period, 1))[0];
  if (late === undefined) throw new Error(`${period.name} has no late parcel to contest`);
  return call(contests('lead-of-delivery'), 'contestCase', {
    parent: DEPARTMENT,
    requestId: CONTEST_REQUEST,
    judgedBy: DEPARTMENT,
    metric: METRIC,
    caseRef: late.caseRef,
    day: late.day,
    ground: Ground.GROUND_FORCE_MAJEURE,
    evidence: EVIDENCE,
    responsible: '',
  });
}

/** Parcels that came after the first promise and for which delivery answers, in order of day. */
export async function lateParcels({ firstDay, lastDay }: Period, pageSize: number): Promise<readonly ObservedCase[]> {
  const { observations } = await call(factsOf('delivery', 'lead-of-delivery'), 'listObservations', {
    metric: METRIC,
    definition: 0,
    firstDay,
    lastDay,
    unit: '',
    outcome: Outcome.OUTCOME_MISS,
    responsible: 'delivery',
    pageSize,
    pageToken: '',
  });
  return observations;
}
