import { type Objection, objectionToInstant, objectionToUnit } from '#libs/cases/facts/fact-checks.js';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import { isMilestone, type StoredFact } from '#libs/cases/facts/stored-fact.js';
import { checkedFact } from '#libs/cases/grpc/checked-fact.js';
import type { CaseDescription } from '#libs/cases/grpc/describe.js';
import { describeMilestone } from '#libs/cases/milestones/describe-milestone.js';
import { milestoneOf } from '#libs/cases/milestones/milestone-codec.js';
import type { KnownOfOrder, PaymentMethod } from '#libs/catalogue/ordering/order.js';
import { OrderFact, PaymentMethod as PaymentMethodNumber } from '#libs/contracts/cx/ordering/v1/ordering.js';
import type { Origin } from '#libs/domain/observation.js';
import { type Instant, wallTime, type Zone } from '#libs/domain/time.js';
import { objectionToPlaced } from '../facts/placed.js';

const METHODS: ReadonlyMap<number, PaymentMethod> = new Map([
  [PaymentMethodNumber.PAYMENT_METHOD_CREDIT_CARD, 'credit_card'],
  [PaymentMethodNumber.PAYMENT_METHOD_DEBIT_CARD, 'debit_card'],
  [PaymentMethodNumber.PAYMENT_METHOD_VOUCHER, 'voucher'],
  [PaymentMethodNumber.PAYMENT_METHOD_BOLETO, 'boleto'],
]);

/** Takes over what the shop reports, or says what is wrong with it. */
export function checkOrderFact(caseKey: Uint8Array) {
  return (fact: OrderFact, origin: Origin, now: Instant): CheckedFact => {
    const body = () => OrderFact.encode(fact).finish();
    const objection = (happenedAt: Instant) => objectionToWhat(fact.what, happenedAt);
    return checkedFact(fact, { caseKind: 'order', caseId: fact.orderId, caseKey, origin, now, body, objection });
  };
}

function objectionToWhat(what: OrderFact['what'], happenedAt: Instant): Objection | undefined {
  if (what?.$case === 'placed') {
    const paymentMethods = what.value.paymentMethods.map((number) => METHODS.get(number));
    return objectionToPlaced({ ...what.value, paymentMethods }, happenedAt);
  }
  if (what?.$case === 'released') {
    return (
      objectionToInstant(what.value.handOverDueAt?.getTime(), 'released.hand_over_due_at') ??
      objectionToUnit(what.value.originUnit, 'released.origin_unit')
    );
  }
  return undefined;
}

/** What a kept fact says about an order. */
export function knownOfOrder(kept: StoredFact): KnownOfOrder {
  if (isMilestone(kept)) return milestoneOf(kept);
  const { happenedAt } = kept;
  const { what } = OrderFact.decode(kept.body);
  switch (what?.$case) {
    case 'placed': {
      const { promisedDay, zone, destinationUnit } = what.value;
      const paymentMethods = what.value.paymentMethods.map((number) => METHODS.get(number) as PaymentMethod);
      return { name: 'placed', happenedAt, promisedDay, zone, destinationUnit, paymentMethods };
    }
    case 'released': {
      const { handOverDueAt, originUnit } = what.value;
      return { name: 'released', happenedAt, dueAt: handOverDueAt?.getTime() ?? Number.NaN, originUnit };
    }
    case 'paymentApproved':
      return { name: 'payment_approved', happenedAt };
    case 'canceled':
    case 'unavailable':
      return { name: what.$case, happenedAt };
    default:
      throw new Error(`a fact ${kept.kind} was kept that nobody can read`);
  }
}

/** An order for people. */
export function describeOrder(facts: readonly StoredFact[]): CaseDescription {
  const own = facts.flatMap((fact) => (isMilestone(fact) ? [] : [OrderFact.decode(fact.body)]));
  const placed = own.map(({ what }) => what).find((what) => what?.$case === 'placed');
  const zone = placed?.value.zone ?? 'UTC';
  return {
    caseId: own[0]?.orderId ?? '',
    details: facts.map((fact) => (isMilestone(fact) ? describeMilestone(fact, zone) : detailOf(fact, zone))),
  };
}

function detailOf(fact: StoredFact, zone: Zone): string {
  const { what } = OrderFact.decode(fact.body);
  if (what?.$case === 'placed') {
    const { promisedDay, destinationUnit, paymentMethods } = what.value;
    const paid = paymentMethods.map((number) => METHODS.get(number)).join(' and ');
    return `promised day ${promisedDay}, to ${destinationUnit}, paid by ${paid === '' ? 'unknown' : paid}`;
  }
  if (what?.$case === 'released' && what.value.handOverDueAt !== undefined) {
    return `limit ${wallTime(what.value.handOverDueAt.getTime(), zone)}, from ${what.value.originUnit}`;
  }
  const isTimeUnknown = (what?.$case === 'canceled' || what?.$case === 'unavailable') && what.value.timeUnknown;
  return isTimeUnknown ? 'the shop does not keep when' : '';
}
