import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { type CountedCell, type Origin, type Source, type WaitingCell, worstOrigin } from '#libs/domain/observation.js';
import type { PeriodKind } from '#libs/domain/period.js';
import type { Instant } from '#libs/domain/time.js';
import type { DataState } from '../counts/read.js';
import { unitFigures } from '../index/explain/between-units.js';
import { compositeFigures } from '../index/explain/composite-figures.js';
import { contextFigures, type Figure } from '../index/explain/context.js';
import { unweightedFigures } from '../index/explain/unweighted-figures.js';
import { type DepartmentIndex, departmentIndex, type IndexInput } from '../index/score/department-index.js';
import { type EventEffect, eventEffects } from '../index/score/event-effects.js';
import { gatherCounts } from '../index/score/metric-counts.js';
import { type RulingEffect, rulingEffect } from '../index/score/ruling-effect.js';
import type { Ruleset } from '../rulesets/ruleset.js';
import type { IndexName } from './index-name.js';
import { type IndexState, indexState, lastDueOf, type StateFacts } from './index-state.js';
import type { PeriodCounts } from './period-counts.js';

/** One index with everything an answer says about it. */
export interface AnsweredIndex {
  readonly name: IndexName;
  readonly ruleset: Ruleset;
  readonly input: IndexInput;
  readonly index: DepartmentIndex;
  /** What declared events took out of its account. */
  readonly events: readonly EventEffect[];
  /** What rulings on single cases took out of it; undefined when none did. */
  readonly rulings: RulingEffect | undefined;
  readonly cells: ReadonlyMap<string, readonly CountedCell[]>;
  readonly waiting: ReadonlyMap<string, readonly WaitingCell[]>;
  readonly origin: Origin;
  /** The feeds that the waiting cases wait for, "delivery/carrier-acme", in order of name. */
  readonly waitsFor: readonly string[];
  /** Empty for a unit. */
  readonly context: readonly Figure[];
  /** "month of the promised day" */
  readonly datedBy: string;
  readonly data: DataState;
  stateAt(now: Instant, frozenAs: StateFacts['frozenAs']): IndexState;
}

/** Makes the index of a department or unit from what was counted in its period. */
export function answerIndex(name: IndexName, counts: PeriodCounts, ruleset: Ruleset): AnsweredIndex {
  const { department, unit, period } = name;
  const rules = ruleset.departments.get(department) ?? [];
  const cells = new Map(rules.map(({ metric }) => [metric, counts.cellsOf(metric, unit)]));
  const waiting = new Map(rules.map(({ metric }) => [metric, counts.waitingOf(metric, unit)]));
  const input: IndexInput = {
    rules,
    minimumCases: ruleset.minimumCases[period.kind][unit === undefined ? 'department' : 'unit'],
    minimumCoverageBp: ruleset.minimumCoverageBp,
    counts: new Map(rules.map(({ metric }) => [metric, gatherCounts(cells.get(metric) ?? [], waiting.get(metric))])),
  };
  const index = departmentIndex(input);
  const definitions = rules.map(({ stated }) => stated);
  const sources = sourcesBehind(department, definitions);
  const feeds = counts.feeds.filter(({ source }) => sources.includes(source));
  const maturesAfterDays = Math.max(0, ...definitions.map((definition) => definition.maturesAfterDays));
  const lastDue = lastDueOf(period, maturesAfterDays, ruleset.zone);
  return {
    name,
    ruleset,
    input,
    index,
    events: eventEffects(input),
    rulings: rulingEffect(input),
    cells,
    waiting,
    origin: worstOrigin([...cells.values()].flat().map(({ origin }) => origin)),
    waitsFor: [...new Set([...waiting.values()].flat().map(({ waitsFor }) => waitsFor))].sort(),
    context: unit === undefined ? contextOf(name, counts, index, ruleset) : [],
    datedBy: datedBy(period.kind, definitions),
    data: { ...counts.data, completeThrough: leastComplete(feeds.map(({ completeThrough }) => completeThrough)) },
    stateAt: (now, frozenAs) => {
      const { missingBatches, quarantinedBatches } = counts.data;
      return indexState({ now, lastDue, sources, feeds, missingBatches, quarantinedBatches, frozenAs });
    },
  };
}

/** The figures that stand beside the index of a whole department. */
function contextOf(
  { department, period }: IndexName,
  counts: PeriodCounts,
  { metrics }: DepartmentIndex,
  { minimumCases }: Ruleset,
): readonly Figure[] {
  const cellsOf = (metric: string) => counts.cellsOf(metric);
  return [
    ...contextFigures(cellsOf, metrics),
    ...unweightedFigures(cellsOf, department, metrics),
    ...compositeFigures(cellsOf, department),
    ...unitFigures(cellsOf, metrics, minimumCases[period.kind].unit),
  ];
}

/** The department, and the sources whose milestones its metrics need. */
function sourcesBehind(department: Source, definitions: readonly MetricDefinition[]): readonly Source[] {
  return [...new Set([department, ...definitions.flatMap(({ needs }) => needs)])];
}

/** Undefined if there is no feed, or one of them has declared nothing yet. */
function leastComplete(instants: readonly (Instant | undefined)[]): Instant | undefined {
  const declared = instants.filter((instant) => instant !== undefined);
  return declared.length === 0 || declared.length < instants.length ? undefined : Math.min(...declared);
}

function datedBy(kind: PeriodKind, definitions: readonly MetricDefinition[]): string {
  const days = [...new Set(definitions.map((definition) => definition.datedBy))];
  return `${kind.replace('_', ' ')} of the ${days.join(' or the ')}`;
}
