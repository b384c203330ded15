import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { splitMilestone } from '#libs/documents/departments/heard-milestones.js';
import type { Calendars } from '#libs/domain/duration.js';
import { inOrder, type Source } from '#libs/domain/source.js';
import type { Day } from '#libs/domain/time.js';
import { bindFacts } from '#libs/expressions/compile.js';
import type { FactValues } from '#libs/expressions/types.js';
import { type Asked, type CompiledMetric, compileMetric } from './compiled-metric.js';
import { newestDefinitions, type OwnVersion, ownDefinitions } from './own-definitions.js';
import type { HeardMilestone, OwnDepartmentEntry, OwnFact, OwnTally } from './own-fact.js';
import { valuesOf } from './values.js';

/** A version of the document and the day from which it holds until the next one. `entry` is unset where it lacks the department. */
export interface OwnTurn {
  readonly from: Day;
  readonly version: number;
  readonly entry: OwnDepartmentEntry | undefined;
}

/** What a department of the company's own concludes of a case. */
export interface OwnJudgement {
  readonly evaluations: readonly MetricEvaluation[];
  readonly inconsistencies: readonly string[];
}

/** The rules of a department of the company's own, ready to be applied. */
export interface OwnRules {
  /** Each once, in the order of publication. */
  readonly definitions: readonly MetricDefinition[];
  /** The departments whose milestones any version hears, those that will hold later included: they are taken in beforehand. */
  readonly upstreams: readonly Source[];
  /** What the newest version states that has the department; undefined without one. */
  readonly newestEntry: OwnDepartmentEntry | undefined;
  /** What the document states that holds on a day; undefined when none does, or when it lacks the department. */
  entryOn(day: Day): OwnDepartmentEntry | undefined;
  /** Judges the facts of a case and the milestones of other departments about it, each in order of time. */
  judgeFacts(facts: readonly OwnFact[], milestones?: readonly HeardMilestone[]): OwnJudgement;
  /** Judges the tallies of one unit, day and metric, in order of time: of each feed the last one counts, and feeds add up. */
  judgeTallies(tallies: readonly OwnTally[]): OwnJudgement;
}

/**
 * Makes the rules of a department of published documents.
 *
 * @param versions  all published versions that state the department
 * @param turns     which version holds when, in order of days
 */
export function ownRules(
  versions: readonly OwnVersion[],
  turns: readonly OwnTurn[],
  { source, calendars }: { readonly source: Source; readonly calendars: Calendars },
): OwnRules {
  const stated = ownDefinitions(versions, source);
  const definitions = newestDefinitions(stated);
  const names = [...new Set(definitions.map(({ id }) => id))];
  const holding = turns.map(
    (turn, place): HoldingTurn => ({
      ...turn,
      until: turns[place + 1]?.from,
      metrics: metricsOf(turn, stated, calendars),
    }),
  );
  return {
    definitions,
    upstreams: inOrder(
      versions.flatMap(({ entry }) =>
        Object.values(entry.heard ?? {}).map(({ milestone }) => splitMilestone(milestone).source as Source),
      ),
    ),
    newestEntry: versions.at(-1)?.entry,
    entryOn: (day) => turns.findLast(({ from }) => from <= day)?.entry,
    judgeFacts: (facts, milestones = []) =>
      joined(names.map((name) => judgeBy(name, holding, ({ entry }) => valuesOf(facts, milestones, entry)))),
    judgeTallies: (tallies) => joined([tallied(holding, tallies)]),
  };
}

interface HoldingTurn extends OwnTurn {
  readonly until: Day | undefined;
  readonly metrics: ReadonlyMap<string, StatedMetric>;
}

interface StatedMetric {
  readonly definition: MetricDefinition;
  /** Unset of a metric that is tallied. */
  readonly rule: CompiledMetric | undefined;
}

function metricsOf({ version, entry }: OwnTurn, stated: ReturnType<typeof ownDefinitions>, calendars: Calendars) {
  return new Map(
    Object.entries(entry?.metrics ?? {}).flatMap(([name, metric]) => {
      const definition = stated.find((one) => one.version === version && one.definition.id === name)?.definition;
      if (entry === undefined || definition === undefined) return [];
      const rule = definition.counts === 'TALLY' ? undefined : compileMetric(definition, metric, entry, calendars);
      return [[name, { definition, rule }] as const];
    }),
  );
}

/**
 * Judges a case by one metric: by the newest version whose own day for the case is not before its first day. A case that a version does
 * not ask is judged by an earlier one only if its day lies before that version began.
 */
function judgeBy(
  name: string,
  turns: readonly HoldingTurn[],
  valuesAt: (turn: HoldingTurn) => FactValues,
): OwnJudgement {
  let until: Day | undefined;
  for (const turn of turns.toReversed()) {
    const metric = turn.metrics.get(name);
    const asked: Asked = metric?.rule?.(bindFacts(valuesAt(turn))) ?? { kind: 'not asked' };
    const isWithin = (day: Day) => day >= turn.from && (until === undefined || day < until);
    if (asked.kind === 'asked' && metric !== undefined && isWithin(asked.day)) {
      const { kind: _, ...evaluation } = asked;
      return { evaluations: [{ ...evaluation, metric: metric.definition }], inconsistencies: [] };
    }
    if (asked.kind === 'failed' && (asked.day === undefined || isWithin(asked.day)))
      return { evaluations: [], inconsistencies: [asked.inconsistency] };
    if (asked.kind !== 'asked') until = turn.from;
  }
  return { evaluations: [], inconsistencies: [] };
}

function tallied(turns: readonly HoldingTurn[], tallies: readonly OwnTally[]): OwnJudgement {
  const newest = [...new Map(tallies.map((tally) => [tally.feed, tally])).values()];
  const [first] = newest;
  if (first === undefined) return { evaluations: [], inconsistencies: [] };
  const { metric: name, unit, day } = first;
  const metric = turns.findLast(({ from }) => from <= day)?.metrics.get(name);
  if (metric === undefined || metric.definition.counts !== 'TALLY') return { evaluations: [], inconsistencies: [] };
  const sum = (of: 'hits' | 'misses') => newest.reduce((total, tally) => total + tally[of], 0);
  const result = {
    hits: sum('hits'),
    misses: sum('misses'),
    class: 'ACCOUNTABLE',
    reason: '',
    responsible: '',
  } as const;
  const dueAt = Math.max(...newest.map(({ happenedAt }) => happenedAt));
  return { evaluations: [{ metric: metric.definition, unit, day, dueAt, result }], inconsistencies: [] };
}

function joined(judgements: readonly OwnJudgement[]): OwnJudgement {
  return {
    evaluations: judgements.flatMap(({ evaluations }) => evaluations),
    inconsistencies: [...new Set(judgements.flatMap(({ inconsistencies }) => inconsistencies))].sort(),
  };
}
