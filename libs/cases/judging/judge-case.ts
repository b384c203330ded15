import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { Rules } from '#libs/rules/rules.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { Judgement } from './case-changes.js';
import type { Judge } from './department.js';

/**
 * Judges the facts of a case. Judges give each evaluation the unit that was reported; here it gets the unit in which the documents count
 * it on the day of the case. So this is the one way to judge. A judgement follows from facts and rules alone, so the same list of facts is judged
 * once: a process remembers cases, and a sweep looks at them again when only time has passed.
 */
export function judgeCase(judge: Judge, facts: readonly StoredFact[], rules: Rules): Judgement {
  const before = JUDGED.get(facts);
  if (before?.judge === judge && before.rules === rules) return before.judgement;
  const judged = judge(facts, rules);
  const judgement = { ...judged, evaluations: judged.evaluations.map((one) => inCountedUnit(one, rules)) };
  JUDGED.set(facts, { judge, rules, judgement });
  return judgement;
}

const JUDGED = new WeakMap<readonly StoredFact[], { judge: Judge; rules: Rules; judgement: Judgement }>();

function inCountedUnit(evaluation: MetricEvaluation, rules: Rules): MetricEvaluation {
  const { day, unit: reportedUnit } = evaluation;
  const unit = rules.countedUnitOn(day, reportedUnit);
  return unit === reportedUnit ? evaluation : { ...evaluation, unit, reportedUnit };
}
