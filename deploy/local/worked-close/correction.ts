import type { Addresses } from '#cli/addresses.js';
import { adjustments } from '#cli/connect.js';
import { exactPoints, signed } from '#cli/format.js';
import { lastOf } from '#cli/names.js';
import { asFeed } from '#cli/session/connections.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import {
  type Adjustment,
  AdjustmentReason,
  AdjustmentState,
  EntryKind,
} from '#libs/contracts/cx/bonus/v1/adjustment.js';
import { DeliveryFact, DeliveryServiceClient } from '#libs/contracts/cx/delivery/v1/delivery.js';
import type { ObservedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Period } from '#libs/domain/period.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { call, client } from '#libs/grpc/client.js';
import { untilCounted } from '../until-counted.js';
import { APPROVERS } from './close.js';
import { lateParcels } from './dispute.js';
import { requestIdOf } from './request-ids.js';

const FEED = 'olist';
const ZONE = 'America/Sao_Paulo';
const MAKER = 'hr-maker';
const POSTER = 'finance-approver';

/**
 * After the close the carrier corrects the scan of one parcel: it came on the promised day. The closed version stays; an adjustment states the
 * new value in the next month that is open.
 */
export async function correctOne(period: Period, addresses: Addresses): Promise<Adjustment> {
  const parent = `periods/${period.name}`;
  const listed = await call(adjustments(MAKER), 'listAdjustments', { parent, pageSize: 1, pageToken: '' });
  const proposed = listed.adjustments[0] ?? (await propose(period, addresses));
  let at = proposed;
  for (const [place, { person, role }] of APPROVERS.slice(0, 2).entries()) {
    if (at.state !== AdjustmentState.ADJUSTMENT_STATE_PROPOSED) break;
    if (at.approvals.some(({ approvedBy }) => approvedBy === person)) continue;
    at = await call(adjustments(person), 'approveAdjustment', { ...naming(at, 10 + place), role });
  }
  if (at.state !== AdjustmentState.ADJUSTMENT_STATE_APPROVED) return at;
  return call(adjustments(POSTER), 'postAdjustment', naming(at, 20));
}

/** "delivery 89.7712 -> 89.8340 (+0.1), adjustment 1, counted in 2018-08" */
export function correctionWords({ name, entries, postingPeriod }: Adjustment): string {
  const moved = entries.find(({ kind }) => kind === EntryKind.ENTRY_KIND_RESTATEMENT);
  if (moved === undefined) return `adjustment ${lastOf(name)} changes no line`;
  const { department, indexBeforeE4: before, indexAfterE4: after } = moved;
  const change = signed((after ?? 0n) - (before ?? 0n));
  return `${lastOf(department)} ${exactPoints(before)} -> ${exactPoints(after)} (${change}), adjustment ${lastOf(name)}, counted in ${lastOf(postingPeriod)}`;
}

function naming({ name, contentSha256 }: Adjustment, step: number) {
  return { name, requestId: requestIdOf('correction', step), contentSha256 };
}

async function propose(period: Period, addresses: Addresses): Promise<Adjustment> {
  const late = (await lateParcels(period, 200)).find(couldHaveCome);
  if (late === undefined) throw new Error(`${period.name} has no late parcel whose scan could be wrong`);
  await correctScan(late, addresses);
  await untilCounted();
  return call(adjustments(MAKER), 'proposeAdjustment', {
    period: `periods/${period.name}`,
    requestId: requestIdOf('correction', 0),
    reason: AdjustmentReason.ADJUSTMENT_REASON_SOURCE_ERROR,
    explanation: 'A demonstration: the carrier corrected one scan after the close.',
    extra: false,
    releases: [],
  });
}

const noonOf = (day: string) => instantOfWallTime(`${day}T12:00:00`, ZONE);

/** Whether the parcel was delivered, and handed over before noon of the promised day. */
function couldHaveCome({ day, known }: ObservedCase): boolean {
  const handedOver = known.find(({ name }) => name === 'handed_over')?.happenedAt;
  const isDelivered = known.some(({ name }) => name === 'delivered');
  return isDelivered && handedOver !== undefined && handedOver.getTime() < noonOf(day);
}

/** The feed takes the wrong scan back and reports the right one: a fact is never changed. */
async function correctScan({ caseId, day }: ObservedCase, addresses: Addresses): Promise<void> {
  const delivery = client(DeliveryServiceClient, addresses.delivery, asFeed(FEED, process.env, 'delivery'));
  const happenedAt = new Date(noonOf(day));
  const about = { orderId: caseId, happenedAt };
  const facts = [
    DeliveryFact.fromPartial({
      ...{ ...about, factId: `${caseId}/delivered/withdrawn` },
      what: { $case: 'withdrawal', value: { factId: `${caseId}/delivered` } },
    }),
    DeliveryFact.fromPartial({
      ...{ ...about, factId: `${caseId}/delivered/corrected` },
      what: { $case: 'delivered', value: {} },
    }),
  ];
  const { outcomes } = await call(delivery, 'recordDeliveryFacts', { facts, origin: Origin.ORIGIN_IMPORTED });
  const refused = outcomes.find(({ reason }) => reason !== '');
  if (refused !== undefined) throw new Error(`The corrected scan was refused: ${refused.reason}`);
}
