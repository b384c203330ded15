import fc from 'fast-check';
import type { Parcel } from '#libs/catalogue/delivery/parcel.js';
import {
  ATTEMPT_OUTCOMES,
  ATTEMPT_REASONS,
  COLLECTION_PROBLEMS,
  DAMAGE_ORIGINS,
  DELIVERY_PLACES,
  ESCALATION_RULINGS,
  FEE_CAUSES,
  FEEDBACK_SENTIMENTS,
  INSTRUCTION_RESULTS,
  PROOF_KINDS,
  type Report,
  type ReportName,
  type ReportOf,
  SCAN_POINTS,
} from '#libs/catalogue/delivery/report.js';
import type { Instant } from '#libs/domain/time.js';
import { at, deliveryParcel } from './examples.js';

/** What carriers and customers report about the parcel of the examples, which the customer has on 9 March at 15:00. */

/** A report, when the clocks in São Paulo show this. */
export function report<Name extends ReportName>(
  name: Name,
  wallTime: string,
  ...[contents]: keyof Omit<ReportOf<Name>, 'name' | 'happenedAt' | 'part'> extends never
    ? []
    : [Omit<ReportOf<Name>, 'name' | 'happenedAt' | 'part'>]
): ReportOf<Name> {
  return { name, happenedAt: at(wallTime), ...contents } as unknown as ReportOf<Name>;
}

/** An attempt that failed for a reason. */
export const failed = (
  wallTime: string,
  reason?: ReportOf<'attempted'>['reason'],
  isCustomerContacted = false,
): ReportOf<'attempted'> => report('attempted', wallTime, { outcome: 'FAILED', reason, isCustomerContacted });

/** An attempt that succeeded. */
export const succeeded = (wallTime: string): ReportOf<'attempted'> =>
  report('attempted', wallTime, { outcome: 'DELIVERED', reason: undefined, isCustomerContacted: false });

/** A window that the customer was told: "2018-03-09T08:00" of "2018-03-09T14:00" to "2018-03-09T16:00". */
export const toldWindow = (wallTime: string, from: string, to: string): ReportOf<'window_told'> =>
  report('window_told', wallTime, { from: at(from), to: at(to) });

/** The parcel with these reports, in order of time. */
export function parcelWith(reports: Parcel['reports'], changes: Partial<Parcel> = {}): Parcel {
  return deliveryParcel({ reports: reports.toSorted((a, b) => a.happenedAt - b.happenedAt), ...changes });
}

/** A parcel that the customer does not have. */
export const NOT_RECEIVED = { deliveredAt: undefined, deliveredDay: undefined, receivedAt: undefined } as const;

/** Any report, with any contents. */
export function anyReport(happenedAt: fc.Arbitrary<Instant>): fc.Arbitrary<Report> {
  const oneOf = <Word>({ words }: { readonly words: readonly Word[] }) => fc.constantFrom(...words);
  const perhaps = <Word>(table: { readonly words: readonly Word[] }) => fc.option(oneOf(table), { nil: undefined });
  const of = <Name extends ReportName>(name: Name, contents: Record<string, fc.Arbitrary<unknown>> = {}) =>
    fc.record({ name: fc.constant(name), happenedAt, ...contents }) as unknown as fc.Arbitrary<Report>;
  return fc.oneof(
    of('dispatched', { unit: fc.constant('carrier/acme'), contractDueAt: fc.option(happenedAt, { nil: undefined }) }),
    of('scanned', { point: oneOf(SCAN_POINTS), isAtAddress: fc.boolean() }),
    of('window_told', { from: happenedAt, to: happenedAt }),
    of('attempted', {
      ...{ outcome: oneOf(ATTEMPT_OUTCOMES), reason: perhaps(ATTEMPT_REASONS), isCustomerContacted: fc.boolean() },
    }),
    of('proof_taken', { kind: oneOf(PROOF_KINDS), place: perhaps(DELIVERY_PLACES), isRejected: fc.boolean() }),
    of('instruction_given', { place: oneOf(DELIVERY_PLACES) }),
    of('instruction_checked', { result: oneOf(INSTRUCTION_RESULTS) }),
    of('damage_found', { origin: perhaps(DAMAGE_ORIGINS) }),
    of('fee_charged', { cause: oneOf(FEE_CAUSES) }),
    of('escalated', { ruling: oneOf(ESCALATION_RULINGS) }),
    of('feedback_given', { sentiment: oneOf(FEEDBACK_SENTIMENTS) }),
    of('collection_in_vain', { problem: oneOf(COLLECTION_PROBLEMS) }),
    ...(['lost', 'returned_to_sender', 'not_received', 'found_incomplete'] as const).map((name) => of(name)),
    ...(['failure_told', 'asked_after'] as const).map((name) => of(name)),
  );
}
