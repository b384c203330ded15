import { enumWords, type Word } from '#libs/domain/enum-words.js';
import type { OfPart } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** What carriers and customers report of the way of a parcel and of its delivery, as metrics read it. The words have the numbers of the contract. */

export const SCAN_POINTS = enumWords('scan point', { ACCEPTED: 1, AT_DEPOT: 2, OUT_FOR_DELIVERY: 3, DELIVERED: 4 });
export const ATTEMPT_OUTCOMES = enumWords('attempt outcome', { DELIVERED: 1, FAILED: 2 });
export const ATTEMPT_REASONS = enumWords('attempt reason', {
  ...{ CUSTOMER_ABSENT: 1, CUSTOMER_REFUSED: 2, WRONG_ADDRESS: 3, NO_ACCESS: 4 },
  ...{ NO_TIME: 5, VEHICLE: 6, PARCEL_MISSING: 7 },
});
export const PROOF_KINDS = enumWords('proof kind', { PHOTO: 1, SIGNATURE: 2, CODE: 3 });
export const DELIVERY_PLACES = enumWords('delivery place', {
  ...{ CUSTOMER: 1, HOUSEHOLD: 2, NEIGHBOUR: 3, SAFE_PLACE: 4 },
  ...{ DOOR: 5, LOCKER: 6, PARCEL_SHOP: 7, OVER_GATE: 8 },
});
export const INSTRUCTION_RESULTS = enumWords('instruction result', { FOLLOWED: 1, NOT_FOLLOWED: 2 });
export const DAMAGE_ORIGINS = enumWords('damage origin', { TRANSIT: 1, PACKING: 2, CUSTOMER: 3 });
export const FEE_CAUSES = enumWords('fee cause', { FAILED_ATTEMPT: 1, CUSTOMER_CHOICE: 2, CUSTOMS: 3 });
export const ESCALATION_RULINGS = enumWords('escalation ruling', { OPEN: 1, UPHELD: 2, REJECTED: 3 });
export const FEEDBACK_SENTIMENTS = enumWords('feedback sentiment', { POSITIVE: 1, NEGATIVE: 2 });
export const COLLECTION_PROBLEMS = enumWords('collection problem', {
  ...{ NOT_READY: 1, NOT_FOUND: 2, CLOSED: 3, QUEUE: 4, NOT_IDENTIFIED: 5 },
});

type DeliveryPlace = Word<typeof DELIVERY_PLACES>;

/** What each kind of report says beside its name and its time. */
interface ReportContents {
  /** The unit that brings it, and by when the contract with the carrier wants it delivered. */
  readonly dispatched: { readonly unit: Unit; readonly contractDueAt: Instant | undefined };
  readonly scanned: { readonly point: Word<typeof SCAN_POINTS>; readonly isAtAddress: boolean };
  readonly window_told: { readonly from: Instant; readonly to: Instant };
  readonly attempted: {
    readonly outcome: Word<typeof ATTEMPT_OUTCOMES>;
    readonly reason: Word<typeof ATTEMPT_REASONS> | undefined;
    readonly isCustomerContacted: boolean;
  };
  readonly proof_taken: {
    readonly kind: Word<typeof PROOF_KINDS>;
    readonly place: DeliveryPlace | undefined;
    readonly isRejected: boolean;
  };
  readonly instruction_given: { readonly place: DeliveryPlace };
  readonly instruction_checked: { readonly result: Word<typeof INSTRUCTION_RESULTS> };
  /** The origin is undefined until it is known. */
  readonly damage_found: { readonly origin: Word<typeof DAMAGE_ORIGINS> | undefined };
  readonly lost: object;
  readonly returned_to_sender: object;
  readonly not_received: object;
  readonly fee_charged: { readonly cause: Word<typeof FEE_CAUSES> };
  readonly escalated: { readonly ruling: Word<typeof ESCALATION_RULINGS> };
  readonly feedback_given: { readonly sentiment: Word<typeof FEEDBACK_SENTIMENTS> };
  readonly collection_in_vain: { readonly problem: Word<typeof COLLECTION_PROBLEMS> };
  readonly found_incomplete: object;
  readonly failure_told: object;
  readonly asked_after: object;
}

export type ReportName = keyof ReportContents;
export type ReportOf<Name extends ReportName> = { readonly name: Name; readonly happenedAt: Instant } & OfPart &
  ReportContents[Name];
export type Report = { [Name in ReportName]: ReportOf<Name> }[ReportName];

const NAMES: Readonly<Record<ReportName, true>> = {
  ...{ dispatched: true, scanned: true, window_told: true, attempted: true, proof_taken: true },
  ...{ instruction_given: true, instruction_checked: true, damage_found: true, lost: true },
  ...{ returned_to_sender: true, not_received: true, fee_charged: true, escalated: true },
  ...{ feedback_given: true, collection_in_vain: true, found_incomplete: true },
  ...{ failure_told: true, asked_after: true },
};

/** Whether a fact is a report, and not an arrival or a milestone. */
export function isReport(fact: { readonly name: string }): fact is Report {
  return Object.hasOwn(NAMES, fact.name);
}

/**
 * The reports of one kind about a parcel, in order of time.
 *
 * @param before  only those that happened before this instant
 */
export function reportsOf<Name extends ReportName>(
  { reports }: { readonly reports: readonly Report[] },
  name: Name,
  before: Instant = Number.POSITIVE_INFINITY,
): ReportOf<Name>[] {
  const isWanted = (one: Report): boolean => one.name === name && one.happenedAt < before;
  return reports.filter((one): one is Report & ReportOf<Name> => isWanted(one));
}
