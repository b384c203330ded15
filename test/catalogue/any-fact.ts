import fc from 'fast-check';
import type { CheckedFact } from '#libs/cases/facts/incoming-fact.js';
import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { DepartmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { encodeMilestone } from '#libs/cases/milestones/milestone-codec.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import type { MilestoneName } from '#libs/domain/milestone.js';
import { MILESTONE_KINDS } from '#libs/domain/milestone.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import type { Instant } from '#libs/domain/time.js';
import { FACT_CONTRACTS, type FieldContract, type FieldContracts } from '#libs/maps/contract/fact-contract.js';
import type { Rules } from '#libs/rules/rules.js';
import { deliveryFacts } from '#services/delivery/grpc/facts.js';
import { judgeDelivery } from '#services/delivery/judge.js';
import { orderingFacts } from '#services/ordering/grpc/facts.js';
import { judgeOrdering } from '#services/ordering/judge.js';
import { supportFacts } from '#services/support/grpc/facts.js';
import { judgeIssue } from '#services/support/judge.js';
import { surveyFacts } from '#services/survey/grpc/facts.js';
import { judgeAnswer } from '#services/survey/judge.js';
import { warehouseFacts } from '#services/warehouse/grpc/facts.js';
import { judgeWarehouse } from '#services/warehouse/judge.js';

/** Facts of every kind that the contracts have, made from the contracts: a kind that is added is there without a line here. */

export const CASE_KEY = Buffer.alloc(32, 1);
export const NOW: Instant = Date.UTC(2018, 5, 1);
const BEGIN: Instant = Date.UTC(2018, 2, 1);
const HOUR_MS = 3_600_000;

interface Department {
  readonly facts: Pick<DepartmentFacts<never, object>, 'check' | 'repeatRules' | 'subjects' | 'knownOf'>;
  readonly message: { fromPartial(fact: object): unknown };
  readonly judge: (facts: readonly StoredFact[], rules: Rules) => Judgement;
  /** What names a case that is no subject. */
  readonly caseField: 'orderId' | 'contactId';
  /** The milestones that it hears. */
  readonly hears: readonly MilestoneName[];
}

const heardFrom = (...sources: readonly BuiltInSource[]) =>
  (Object.keys(MILESTONE_KINDS) as MilestoneName[]).filter((name) =>
    sources.some((source) => source === MILESTONE_KINDS[name].publishedBy),
  );
// The facts of each department have their own message; here they are all the same to the reader.
const anyOf = (facts: unknown) => facts as Department['facts'];

export const DEPARTMENTS: Readonly<Record<BuiltInSource, Department>> = {
  ordering: {
    ...{ facts: anyOf(orderingFacts), message: OrderFact, judge: judgeOrdering, caseField: 'orderId' },
    hears: heardFrom('delivery'),
  },
  warehouse: {
    ...{ facts: anyOf(warehouseFacts), message: ParcelFact, judge: judgeWarehouse, caseField: 'orderId' },
    hears: heardFrom('ordering'),
  },
  delivery: {
    ...{ facts: anyOf(deliveryFacts), message: DeliveryFact, judge: judgeDelivery, caseField: 'orderId' },
    hears: heardFrom('ordering', 'warehouse'),
  },
  support: {
    ...{ facts: anyOf(supportFacts), message: ContactFact, judge: judgeIssue, caseField: 'contactId', hears: [] },
  },
  survey: {
    ...{ facts: anyOf(surveyFacts), message: SurveyFact, judge: judgeAnswer, caseField: 'orderId' },
    hears: heardFrom('ordering'),
  },
};

/** Every kind of fact of every department, with what it is about: a kind of subject, or nothing. */
export const KINDS = BUILT_IN_SOURCES.flatMap((department) =>
  DEPARTMENTS[department].facts.repeatRules.map(({ kind, counts, mayRepeat, about = '', part }) => ({
    ...{ department, kind, counts, mayRepeat: mayRepeat ?? false, about, part },
    fields: FACT_CONTRACTS[department]?.kinds[kind] ?? {},
  })),
);
export type FactKindRow = (typeof KINDS)[number];

/** What a fact says, as a caller sends it. */
export interface Sent {
  readonly factId: string;
  readonly happenedAt: Instant;
  readonly value: object;
  readonly change?: object;
}

/** Checks a fact of a kind as the department does when a call brings it. */
export function checked(row: Pick<FactKindRow, 'department' | 'kind' | 'about' | 'part'>, sent: Sent): CheckedFact {
  const { facts, message, caseField } = DEPARTMENTS[row.department];
  const { factId, happenedAt, value, change = {} } = sent;
  const fact = message.fromPartial({
    ...{ factId, happenedAt: new Date(happenedAt), what: { $case: camel(row.kind), value } },
    ...(row.about === '' ? { [caseField]: 'case' } : { subjectId: 'case' }),
    ...(row.part === 'must' ? { parcelId: '1Z999' } : {}),
    ...change,
  });
  return facts.check(CASE_KEY)(fact as never, 'REPORTED', NOW);
}

/** A fact as it is stored; undefined when the department refuses it. */
export function stored(row: Parameters<typeof checked>[0], sent: Sent): StoredFact | undefined {
  const found = checked(row, sent);
  return found.is === 'in order' ? { ...found.fact, feed: 'feed', recordedAt: NOW } : undefined;
}

/** On the hour in March and April 2018, so that instants often fall together. */
export const anInstant = fc.nat(1_000).map((hours) => BEGIN + hours * HOUR_MS);

/** What a fact of the kind may say; the department may still refuse it. */
export function aValueOf(fields: FieldContracts): fc.Arbitrary<object> {
  return anyValueOf(fields).map((value) => ('from' in value && 'to' in value ? aWindow(value) : value));
}

/** An hour or more, so that windows are often ones on which a customer can rely. */
function aWindow(value: object): object {
  const { from, to } = value as { readonly from?: Date; readonly to?: Date };
  if (from === undefined || to === undefined) return value;
  return { ...value, to: new Date(from.getTime() + (1 + (to.getTime() % 3)) * HOUR_MS) };
}

function anyValueOf(fields: FieldContracts): fc.Arbitrary<object> {
  const entries = Object.entries(fields).map(([name, field]) => [camel(name), fieldOf(name, field)] as const);
  return fc.record(Object.fromEntries(entries));
}

function fieldOf(name: string, field: FieldContract): fc.Arbitrary<unknown> {
  const { required = false, several = false, ...one } = field;
  if (several) return fc.array(fieldOf(name, { ...one, required: true }), { maxLength: 2 });
  const some = someOf(name, field);
  return required || name === 'zone' || name === 'promised_day' ? some : fc.option(some, { nil: undefined });
}

function someOf(name: string, { type, choices = {}, fields = {} }: FieldContract): fc.Arbitrary<unknown> {
  switch (type) {
    case 'zone':
      return fc.constant('Europe/Berlin');
    case 'unit':
      return fc.constantFrom('area/north', 'area/south');
    case 'day':
      return anInstant.map((instant) => new Date(instant).toISOString().slice(0, 10));
    case 'instant':
      return anInstant.map((instant) => new Date(instant));
    case 'whole':
      return fc.oneof(fc.nat(5), fc.nat(2_000));
    case 'yes_no':
      return fc.boolean();
    case 'choice':
      return fc.constantFrom(...Object.values(choices));
    case 'group':
      return aValueOf(fields);
    default:
      return fc.constantFrom(...(name === 'language' ? ['de', 'pt-BR'] : ['express', 'acme']));
  }
}

/** A fact of one of these kinds that the department takes. */
export function aFactOf(
  rows: readonly FactKindRow[],
): fc.Arbitrary<{ readonly row: FactKindRow; readonly sent: Sent }> {
  return fc.constantFrom(...rows).chain((row) =>
    fc
      .record({ happenedAt: anInstant, value: aValueOf(row.fields) })
      .map((sent) => ({ row, sent: { factId: 'f', ...sent } }))
      .filter(({ sent }) => checked(row, sent).is === 'in order'),
  );
}

/** The same facts of one case under ids of their own, as they are stored. */
export function asCase(facts: readonly { readonly row: FactKindRow; readonly sent: Sent }[]): StoredFact[] {
  return facts.flatMap(({ row, sent }, place) => stored(row, { ...sent, factId: `f${10 + place}` }) ?? []);
}

const often = fc.option(anInstant, { nil: undefined, freq: 5 });
const rarely = fc.nat(4).chain((one) => (one === 0 ? anInstant : fc.constant(undefined)));
/** Most orders are neither canceled nor sent again. */
const RARE: readonly MilestoneName[] = ['canceled', 'unavailable', 'replaced'];

/** Milestones that a department heard about an order, each at an instant or never; the promise always. */
export function milestonesFor(department: BuiltInSource): fc.Arbitrary<StoredFact[]> {
  const times = DEPARTMENTS[department].hears.map(
    (name) => [name, name === 'promised' ? anInstant : RARE.includes(name) ? rarely : often] as const,
  );
  return fc
    .tuple(fc.record(Object.fromEntries(times)), fc.boolean())
    .map(([at, isCollected]) =>
      Object.entries(at).flatMap(([name, happenedAt]) =>
        happenedAt === undefined ? [] : [milestone(name as MilestoneName, happenedAt, isCollected)],
      ),
    );
}

function milestone(name: MilestoneName, happenedAt: Instant, isCollected: boolean): StoredFact {
  const later = happenedAt + 240 * HOUR_MS;
  const promise = {
    promisedDay: new Date(later).toISOString().slice(0, 10),
    zone: 'Europe/Berlin',
    neededByDay: '2018-03-20',
  };
  const collection = { readyForCollectionBy: later, fulfilment: 'PARCEL_SHOP' as const };
  const body = encodeMilestone({
    ...{
      name,
      ref: Buffer.alloc(16),
      revision: 1,
      withdrawn: false,
      origin: 'REPORTED',
      unit: 'area/north',
      happenedAt,
    },
    ...(name === 'promised' && { ...promise, destinationUnit: 'area/south', ...(isCollected && collection) }),
    ...(name === 'released' && { dueAt: later, originUnit: 'seller/one' }),
    ...(name === 'replaced' && { part: '1Z998', replacedBy: '1Z999' }),
  });
  const { publishedBy } = MILESTONE_KINDS[name];
  return {
    ...{ part: name === 'replaced' ? '1Z998' : '', factId: `${name}/1/x`, feed: publishedBy },
    ...{ kind: `${publishedBy}/${name}`, happenedAt, recordedAt: NOW, withdraws: undefined, origin: 'REPORTED', body },
  };
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
