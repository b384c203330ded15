import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { splitMilestone } from '#libs/documents/departments/heard-milestones.js';
import type { Calendars } from '#libs/domain/duration.js';
import type { NamedMilestone } from '#libs/domain/milestone.js';
import { inOrder, type Source } from '#libs/domain/source.js';
import type { Day, Zone } from '#libs/domain/time.js';
import { type Bound, bindFacts } from '#libs/expressions/compile.js';
import { type HoldingTurn, holdingTurn, type OwnTurn } from './holding-turn.js';
import { type Answer, answerInTurn } from './in-turn.js';
import { newestDefinitions, type OwnVersion, ownDefinitions } from './own-definitions.js';
import type { HeardMilestone, OwnDepartmentEntry, OwnFact, OwnTally } from './own-fact.js';
import { valuesOf } from './values.js';

/** What a department of the company's own concludes of a case. */
export interface OwnJudgement {
  readonly evaluations: readonly MetricEvaluation[];
  /** As they should be published to other departments now. */
  readonly milestones: readonly NamedMilestone[];
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
 * @param zone      of the company: it decides on which day a milestone happened
 */
export function ownRules(
  versions: readonly OwnVersion[],
  turns: readonly OwnTurn[],
  { source, calendars, zone }: { readonly source: Source; readonly calendars: Calendars; readonly zone: Zone },
): OwnRules {
  const stated = ownDefinitions(versions, source);
  const definitions = newestDefinitions(stated);
  const names = [...new Set(definitions.map(({ id }) => id))];
  const holding = turns.map((turn) => holdingTurn(turn, stated, { calendars, zone }));
  const published = [...new Set(turns.flatMap(({ entry }) => Object.keys(entry?.publishes ?? {})))];
  return {
    definitions,
    upstreams: inOrder(
      versions.flatMap(({ entry }) =>
        Object.values(entry.heard ?? {}).map(({ milestone }) => splitMilestone(milestone).source as Source),
      ),
    ),
    newestEntry: versions.at(-1)?.entry,
    entryOn: (day) => turns.findLast(({ from }) => from <= day)?.entry,
    judgeFacts: (facts, milestones = []) => {
      const factsAt = factsInTurns(facts, milestones);
      return joined([
        ...names.map((name) => judgeBy(name, holding, factsAt)),
        ...published.map((name) => publishBy(name, holding, factsAt)),
      ]);
    },
    judgeTallies: (tallies) => joined([tallied(holding, tallies)]),
  };
}

/** Makes the facts of a case ready for the expressions of a version, once for all of them. */
function factsInTurns(facts: readonly OwnFact[], milestones: readonly HeardMilestone[]): (turn: HoldingTurn) => Bound {
  const bound = new Map<HoldingTurn, Bound>();
  return (turn) => {
    const known = bound.get(turn);
    if (known !== undefined) return known;
    const { counting, all } = valuesOf(facts, milestones, turn.entry);
    const made = bindFacts(counting, all);
    bound.set(turn, made);
    return made;
  };
}

/** Judges a case by one metric, by the version that holds on the day that its rules give. */
function judgeBy(
  name: string,
  turns: readonly HoldingTurn[],
  factsAt: (turn: HoldingTurn) => Bound,
): Partial<OwnJudgement> {
  const answer = answerInTurn(turns, (turn): Answer<MetricEvaluation> => {
    const metric = turn.metrics.get(name);
    if (metric?.rule === undefined) return { kind: 'not asked' };
    const asked = metric.rule(factsAt(turn));
    return asked.kind === 'asked' ? { ...asked, metric: metric.definition } : asked;
  });
  if (answer === undefined) return {};
  if (answer.kind === 'failed') return { inconsistencies: [answer.inconsistency] };
  const { kind: _, ...evaluation } = answer;
  return { evaluations: [evaluation] };
}

/** What a case publishes under one name, by the version that holds on the day on which it happened. */
function publishBy(
  name: string,
  turns: readonly HoldingTurn[],
  factsAt: (turn: HoldingTurn) => Bound,
): Partial<OwnJudgement> {
  const answer = answerInTurn(turns, (turn) => turn.milestones.get(name)?.(factsAt(turn)) ?? { kind: 'not asked' });
  if (answer === undefined) return {};
  return answer.kind === 'failed' ? { inconsistencies: [answer.inconsistency] } : { milestones: [answer.milestone] };
}

function tallied(turns: readonly HoldingTurn[], tallies: readonly OwnTally[]): Partial<OwnJudgement> {
  const newest = [...new Map(tallies.map((tally) => [tally.feed, tally])).values()];
  const [first] = newest;
  if (first === undefined) return {};
  const { metric: name, unit, day } = first;
  const metric = turns.findLast(({ from }) => from <= day)?.metrics.get(name);
  if (metric === undefined || metric.definition.counts !== 'TALLY') return {};
  const sum = (of: 'hits' | 'misses') => newest.reduce((total, tally) => total + tally[of], 0);
  const result = {
    hits: sum('hits'),
    misses: sum('misses'),
    class: 'ACCOUNTABLE',
    reason: '',
    responsible: '',
  } as const;
  const dueAt = Math.max(...newest.map(({ happenedAt }) => happenedAt));
  return { evaluations: [{ metric: metric.definition, unit, day, dueAt, result }] };
}

function joined(judgements: readonly Partial<OwnJudgement>[]): OwnJudgement {
  return {
    evaluations: judgements.flatMap(({ evaluations = [] }) => evaluations),
    milestones: judgements.flatMap(({ milestones = [] }) => milestones),
    inconsistencies: [...new Set(judgements.flatMap(({ inconsistencies = [] }) => inconsistencies))].sort(),
  };
}
