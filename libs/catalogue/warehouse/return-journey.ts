import type { Instant, Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** A fact about a return on its way from the label to the refund, of whichever feed. */
export type KnownOfReturn = Placed | Passed;

interface Placed {
  readonly about: 'return';
  readonly name: 'return_announced';
  readonly happenedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
}

interface Passed {
  readonly about: 'return';
  readonly name: 'return_posted' | 'return_refunded';
  readonly happenedAt: Instant;
}

/** The steps of a return, in their order. */
const STEPS = ['return_announced', 'return_posted', 'return_received', 'return_inspected', 'return_refunded'] as const;
type Step = (typeof STEPS)[number];

/** The links between the steps, each with the party that has the return then. */
export const LINKS = [
  { name: 'label_to_post', from: 'return_announced', to: 'return_posted' },
  { name: 'transport', from: 'return_posted', to: 'return_received' },
  { name: 'inspection', from: 'return_received', to: 'return_inspected' },
  { name: 'refund', from: 'return_inspected', to: 'return_refunded' },
] as const satisfies readonly { readonly name: string; readonly from: Step; readonly to: Step }[];
export type LinkName = (typeof LINKS)[number]['name'];

/** Whether a fact is a step that only the account of a return reads. */
export function isReturnStep(fact: { readonly name: string }): fact is KnownOfReturn {
  return fact.name === 'return_announced' || fact.name === 'return_posted' || fact.name === 'return_refunded';
}

/** A return as one account: when each step was made. A step that was not reported is undefined. */
export interface ReturnJourney {
  readonly unit: Unit;
  readonly zone: Zone;
  readonly at: Readonly<Partial<Record<Step, Instant>>>;
}

/** A link of a journey that is over, and when it began and ended. */
export interface ReturnLink {
  readonly journey: ReturnJourney;
  readonly name: LinkName;
  readonly from: Instant;
  readonly to: Instant;
}

interface Known {
  readonly name: string;
  readonly happenedAt: Instant;
}

/**
 * Makes the account of a return from its facts. It stands in the unit that received the goods, and before in the unit that issued the label.
 *
 * @param known  of one return, in order of time; the first fact of each kind counts
 * @returns      undefined while neither the label nor the arrival is known
 */
export function returnJourneyFrom(known: readonly Known[]): ReturnJourney | undefined {
  const first = (name: Step) => known.find((fact) => fact.name === name);
  const placed = first('return_received') ?? first('return_announced');
  if (placed === undefined || !isPlaced(placed)) return undefined;
  const at = Object.fromEntries(STEPS.flatMap((step) => timeOf(step, first(step))));
  return { unit: placed.unit, zone: placed.zone, at };
}

function timeOf(step: Step, fact: Known | undefined): (readonly [Step, Instant])[] {
  return fact === undefined ? [] : [[step, fact.happenedAt]];
}

function isPlaced(fact: Known): fact is Known & { readonly unit: Unit; readonly zone: Zone } {
  return 'unit' in fact && 'zone' in fact;
}

/**
 * When a step was over at the latest: when it was reported or, if it was not, when a later step was; never before the step before it.
 * Undefined while neither it nor a later step is known.
 */
export function passedAt({ at }: ReturnJourney, step: Step): Instant | undefined {
  const place = STEPS.indexOf(step);
  const own = STEPS.slice(place)
    .map((one) => at[one])
    .find((instant) => instant !== undefined);
  if (own === undefined) return undefined;
  const before = STEPS.slice(0, place).flatMap((one) => at[one] ?? []);
  return Math.max(own, ...before);
}

/** The links of a return whose refund was credited, those between two steps of which both are known. */
export function linksOf(journey: ReturnJourney | undefined): ReturnLink[] {
  if (journey?.at.return_refunded === undefined) return [];
  return LINKS.flatMap(({ name, from, to }) => {
    const [begun, ended] = [passedAt(journey, from), passedAt(journey, to)];
    const isKnown = journey.at[from] !== undefined && journey.at[to] !== undefined;
    return isKnown && begun !== undefined && ended !== undefined ? [{ journey, name, from: begun, to: ended }] : [];
  });
}

/** Steps that were made in an order in which they cannot have been. The facts are accepted, judged as they are, and flagged. */
export function returnSuspicionsOf({ at }: ReturnJourney): string[] {
  const known = STEPS.flatMap((step) => (at[step] === undefined ? [] : [{ step, instant: at[step] }]));
  // The inspection before the arrival is flagged DONE_BEFORE_ARRIVAL, as for a receipt.
  return known.flatMap(({ step, instant }, place) => {
    const before = known[place - 1];
    const isBackwards = before !== undefined && instant < before.instant && step !== 'return_inspected';
    return isBackwards ? [`${step.toUpperCase()}_BEFORE_${before.step.slice('return_'.length).toUpperCase()}`] : [];
  });
}
