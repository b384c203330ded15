import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import {
  type CaseRuling,
  type DeclaredEvent as EventMessage,
  type KnownFact,
  type ListObservationsRequest,
  ObservedCase,
  Outcome,
  type WorkedByCalendar,
} from '#libs/contracts/cx/facts/v1/facts.js';
import { CxError } from '#libs/domain/error.js';
import { CLASSES, type Source } from '#libs/domain/observation.js';
import { type Part, splitNameAndPart, WHOLE } from '#libs/domain/part.js';
import { isDay } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import type { DeclaredEvent } from '#libs/rules/declared-events.js';
import type { Evidence, EvidenceQuestion } from '../evidence/evidence.js';
import type { StandingStill } from '../evidence/standing-still.js';
import type { Trace } from '../evidence/trace.js';
import { isMilestone, type StoredFact } from '../facts/stored-fact.js';
import type { HeldRuling } from '../rulings/store-rulings.js';
import type { Describe } from './describe.js';
import { metricNamed } from './metric-named.js';
import { pageSizeFrom } from './page-size.js';

const OUTCOMES = new Map<number, EvidenceQuestion['outcome']>([
  [Outcome.OUTCOME_UNSPECIFIED, ''],
  [Outcome.OUTCOME_HIT, 'HIT'],
  [Outcome.OUTCOME_MISS, 'MISS'],
  [Outcome.OUTCOME_STANDS_STILL, 'STANDS_STILL'],
]);

/** @throws {CxError} METRIC_UNKNOWN, DAY_INVALID, UNIT_INVALID, FILTER_INVALID, PAGE_INVALID */
export function questionFrom(
  request: ListObservationsRequest,
  source: Source,
  metrics: readonly MetricDefinition[],
  definitions: readonly MetricDefinition[],
): { question: EvidenceQuestion; pageSize: number } {
  const { metric, definition, firstDay, lastDay, unit, responsible } = request;
  const known = metricNamed(metric, metrics, source);
  if (definition !== 0 && !definitions.some((one) => one.id === known.id && one.definition === definition)) {
    throw new CxError('FILTER_INVALID', `there is no definition ${definition} of ${known.id}`, { field: 'definition' });
  }
  if (!isDay(firstDay)) throw new CxError('DAY_INVALID', 'first_day must be a civil date', { field: 'first_day' });
  if (!isDay(lastDay)) throw new CxError('DAY_INVALID', 'last_day must be a civil date', { field: 'last_day' });
  if (unit !== '' && !isUnit(unit)) throw new CxError('UNIT_INVALID', 'unit is not a unit path', { field: 'unit' });
  if (responsible !== '' && !isUnit(responsible)) {
    throw new CxError('FILTER_INVALID', 'responsible names no party', { field: 'responsible' });
  }
  const outcome = OUTCOMES.get(request.outcome);
  if (outcome === undefined) throw new CxError('FILTER_INVALID', 'outcome is not known', { field: 'outcome' });
  const pageSize = pageSizeFrom(request);

  const filter = { definition, firstDay, lastDay, unit, outcome, responsible };
  return { question: { source, metric: known.recordedAs, ...filter }, pageSize };
}

/** A verdict and everything needed to contest it. */
export function evidenceToProto(
  { ref, verdict, judgedAt, facts, inconsistencies, erasedAt, rulings }: Evidence,
  { limits, documents, worked, reportedUnit, event }: Trace,
  describe: Describe,
): ObservedCase {
  const { metric, definition, unit, day, reason, responsible, cause, hits, part } = verdict;
  const { caseId, caseKind, details } = describe(facts);
  return {
    caseRef: ref,
    caseId,
    caseKind,
    part,
    metric: idOf(metric),
    definition,
    unit,
    day,
    class: CLASSES.numberOf(verdict.class),
    reason,
    responsible,
    hit: hits > 0,
    cause,
    judgedAt: new Date(judgedAt),
    inconsistencies: inconsistencies.filter((one) => concerns(splitNameAndPart(one).part, part)),
    known: facts.map((fact, place) => knownFact(fact, details[place] ?? '')),
    appliedLimits: limits,
    judgedBy: documents,
    standsStillSince: undefined,
    worked: worked.map(workedToProto),
    reportedUnit,
    erasedAt: erasedAt === undefined ? undefined : new Date(erasedAt),
    takenOutBy: event === undefined ? undefined : eventToProto(event),
    rulings: rulings.map(rulingToProto),
  };
}

/** A case that is neither due nor judged. */
export function standingStillToProto(
  { ref, part, metric, definition, unit, day, since, facts }: StandingStill,
  { limits, documents, worked, reportedUnit }: Trace,
  describe: Describe,
): ObservedCase {
  const { caseId, caseKind, details } = describe(facts);
  return ObservedCase.fromPartial({
    ...{ caseRef: ref, caseId, caseKind, part, metric: idOf(metric), definition, unit, day },
    known: facts.map((fact, place) => knownFact(fact, details[place] ?? '')),
    appliedLimits: limits,
    judgedBy: documents,
    standsStillSince: new Date(since),
    worked: worked.map(workedToProto),
    reportedUnit,
  });
}

function eventToProto({ name, event }: DeclaredEvent): EventMessage {
  const { title, kind, zone, from, until, evidence } = event;
  return { name, title, kind, zone, from, until, ...evidence };
}

function rulingToProto({ number, contest, party, chargedTo, ruledAt }: HeldRuling): CaseRuling {
  const name = `departments/${party}/contests/${contest}`;
  return { ruling: number, contest: name, party, chargedTo, ruledAt: new Date(ruledAt) };
}

function workedToProto({ calendar, from, ms }: Trace['worked'][number]): WorkedByCalendar {
  return { calendar, from: new Date(from), workedMs: BigInt(ms) };
}

/** What people call a metric that is recorded by this name. */
function idOf(recordedAs: string): string {
  return CATALOGUE.named(recordedAs)[0]?.id ?? recordedAs;
}

/** What concerns one part is shown with the verdict of this part and of the whole case, not with those of other parts. */
function concerns(one: Part, part: Part): boolean {
  return one === WHOLE || part === WHOLE || one === part;
}

function knownFact(fact: StoredFact, detail: string): KnownFact {
  const name = isMilestone(fact) ? fact.kind.slice(fact.kind.indexOf('/') + 1) : fact.kind;
  return { name, happenedAt: new Date(fact.happenedAt), toldBy: fact.feed, detail, part: fact.part };
}
