import type { AttributedResult } from '#libs/catalogue/evaluation.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { readExpressions, surroundingsOf } from '#libs/documents/departments/expressions.js';
import type { OwnMetric } from '#libs/documents/departments/own-department.js';
import type { Calendars } from '#libs/domain/duration.js';
import type { Class } from '#libs/domain/observation.js';
import type { Day, Instant } from '#libs/domain/time.js';
import { isUnit, type Unit } from '#libs/domain/unit.js';
import { type Bound, type Compiled, compile } from '#libs/expressions/compile.js';
import type { Answer } from './in-turn.js';
import type { OwnDepartmentEntry } from './own-fact.js';

/** What the rules of a metric say of a case. */
export type Asked = Answer<{
  readonly day: Day;
  readonly unit: Unit;
  readonly dueAt: Instant;
  readonly result: AttributedResult;
}>;

/** A metric of one version of the document, ready to be applied. */
export type CompiledMetric = (facts: Bound) => Asked;

interface CompiledClass {
  readonly class: Exclude<Class, 'ACCOUNTABLE'>;
  readonly reason: string;
  readonly when: Compiled;
  readonly responsible: Compiled;
}

/**
 * Compiles the rules of a metric that counts cases. An expression that fails, or gives a unit that is none, flags the case: it is not
 * asked by this metric, and the inconsistency names metric, rule and what went wrong.
 *
 * @throws {Error} when a rule has a mistake: it was checked before it was published
 */
export function compileMetric(
  definition: MetricDefinition,
  metric: OwnMetric,
  entry: OwnDepartmentEntry,
  calendars: Calendars,
): CompiledMetric {
  const surroundings = surroundingsOf(entry, entry.heard ?? {}, undefined);
  const calendarOf = (name: string) => calendars.get(name);
  const compiled = new Map(
    readExpressions(definition.id, metric, surroundings).map(({ path, text, gives, known }) => [
      path.slice(2).join(' '),
      compile(text, gives, surroundings, { known, calendarOf }),
    ]),
  );
  const rule = (name: string): Compiled => {
    const found = compiled.get(name);
    if (found === undefined) throw new Error(`the metric ${definition.id} states no ${name}`);
    return found;
  };
  const classes = (metric.not_accountable ?? []).map((one, place): CompiledClass => {
    const at = `not_accountable ${place}`;
    return { class: one.class, reason: one.reason, when: rule(`${at} when`), responsible: rule(`${at} responsible`) };
  });
  const rules = {
    population: rule('population'),
    hit: rule('hit'),
    due: rule('due'),
    day: rule('day'),
    unit: rule('unit'),
  };
  return (facts) => apply(rules, classes, facts, (what, reason) => flag(definition.id, what, reason));
}

type Rules = Readonly<Record<'population' | 'hit' | 'due' | 'day' | 'unit', Compiled>>;

class Failed extends Error {
  constructor(readonly inconsistency: string) {
    super(inconsistency);
  }
}

function apply(
  rules: Rules,
  classes: readonly CompiledClass[],
  facts: Bound,
  flagged: (what: string, reason: string) => string,
): Asked {
  let day: Day | undefined;
  const value = <T>(what: string, evaluate: Compiled): T => {
    const evaluated = evaluate(facts);
    if (evaluated.kind === 'failed') throw new Failed(flagged(what, evaluated.reason));
    return evaluated.value as T;
  };
  const unitOf = (what: string, evaluate: Compiled): Unit => {
    const unit = value<string>(what, evaluate);
    if (!isUnit(unit)) throw new Failed(flagged(what, 'UNIT_INVALID'));
    return unit;
  };
  try {
    if (!value<boolean>('population', rules.population)) return { kind: 'not asked' };
    day = value<Day>('day', rules.day);
    const [unit, dueAt, isHit] = [
      unitOf('unit', rules.unit),
      value<Instant>('due', rules.due),
      value<boolean>('hit', rules.hit),
    ];
    const outcome = isHit ? { hits: 1, misses: 0 } : { hits: 0, misses: 1 };
    // OTHERS is a miss for which another party answers; a hit is the department's own.
    const taken = classes.find((one) => (one.class === 'EXCLUDED' || !isHit) && value<boolean>(one.reason, one.when));
    if (taken === undefined)
      return {
        kind: 'asked',
        day,
        unit,
        dueAt,
        result: { ...outcome, class: 'ACCOUNTABLE', reason: '', responsible: '' },
      };
    const responsible = unitOf(taken.reason, taken.responsible);
    return {
      kind: 'asked',
      day,
      unit,
      dueAt,
      result: { ...outcome, class: taken.class, reason: taken.reason, responsible },
    };
  } catch (error) {
    if (error instanceof Failed) return { kind: 'failed', day, inconsistency: error.inconsistency };
    throw error;
  }
}

/** "PRICE_COMPETITIVE_HIT_DIVISION_BY_ZERO" */
function flag(metric: string, what: string, reason: string): string {
  return [metric, what, reason].join('_').toUpperCase();
}
