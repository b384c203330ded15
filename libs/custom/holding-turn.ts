import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { Calendars } from '#libs/domain/duration.js';
import type { Day, Zone } from '#libs/domain/time.js';
import { type CompiledMetric, compileMetric } from './compiled-metric.js';
import type { ownDefinitions } from './own-definitions.js';
import type { OwnDepartmentEntry } from './own-fact.js';
import { type CompiledMilestone, compileMilestone } from './published-milestone.js';

/** A version of the document and the day from which it holds until the next one. `entry` is unset where it lacks the department. */
export interface OwnTurn {
  readonly from: Day;
  readonly version: number;
  readonly entry: OwnDepartmentEntry | undefined;
}

/** A version of the document that holds, with its rules compiled. */
export interface HoldingTurn extends OwnTurn {
  readonly metrics: ReadonlyMap<string, StatedMetric>;
  readonly milestones: ReadonlyMap<string, CompiledMilestone>;
}

type Stated = ReturnType<typeof ownDefinitions>;

/** Compiles the rules of a version. */
export function holdingTurn(
  turn: OwnTurn,
  stated: Stated,
  at: { readonly calendars: Calendars; readonly zone: Zone },
): HoldingTurn {
  return { ...turn, metrics: metricsOf(turn, stated, at.calendars), milestones: milestonesOf(turn, at) };
}

interface StatedMetric {
  readonly definition: MetricDefinition;
  /** Unset of a metric that is tallied. */
  readonly rule: CompiledMetric | undefined;
}

function metricsOf({ version, entry }: OwnTurn, stated: Stated, calendars: Calendars) {
  return new Map(
    Object.entries(entry?.metrics ?? {}).flatMap(([name, metric]) => {
      const definition = stated.find((one) => one.version === version && one.definition.id === name)?.definition;
      if (entry === undefined || definition === undefined) return [];
      const rule = definition.counts === 'TALLY' ? undefined : compileMetric(definition, metric, entry, calendars);
      return [[name, { definition, rule }] as const];
    }),
  );
}

function milestonesOf({ entry }: OwnTurn, at: { readonly calendars: Calendars; readonly zone: Zone }) {
  return new Map(
    Object.entries(entry?.publishes ?? {}).map(([name, milestone]) => [
      name,
      compileMilestone(name, milestone, { entry: entry ?? {}, ...at }),
    ]),
  );
}
