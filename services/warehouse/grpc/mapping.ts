import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import { isMilestone, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { checkedFact } from '#libs/cases/grpc/checked-fact.js';
import type { CaseDescription } from '#libs/cases/grpc/describe.js';
import { describeMilestone, promisedZone } from '#libs/cases/milestones/describe-milestone.js';
import { milestoneOf } from '#libs/cases/milestones/milestone-codec.js';
import type { KnownOfParcel } from '#libs/catalogue/warehouse/parcel.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import type { Origin } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';

/** Takes over what a warehouse reports, or says what is wrong with it. */
export function checkParcelFact(caseKey: Uint8Array) {
  return (fact: ParcelFact, origin: Origin, now: Instant): CheckedFact => {
    const body = () => ParcelFact.encode(fact).finish();
    return checkedFact(fact, { caseKind: 'order', caseId: fact.orderId, caseKey, origin, now, body });
  };
}

/** What a kept fact says about a parcel. */
export function knownOfParcel(kept: StoredFact): KnownOfParcel {
  if (isMilestone(kept)) return milestoneOf(kept);
  const { what } = ParcelFact.decode(kept.body);
  if (what?.$case !== 'handedOver') throw new Error(`a fact ${kept.kind} was kept that nobody can read`);
  return { name: 'handed_over', happenedAt: kept.happenedAt };
}

/** A parcel for people. */
export function describeParcel(facts: readonly StoredFact[]): CaseDescription {
  const own = facts.find((fact) => !isMilestone(fact));
  const zone = promisedZone(facts);
  return {
    caseId: own === undefined ? '' : ParcelFact.decode(own.body).orderId,
    details: facts.map((fact) => (isMilestone(fact) ? describeMilestone(fact, zone) : '')),
  };
}
