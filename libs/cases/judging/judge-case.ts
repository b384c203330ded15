import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { Rules } from '#libs/rules/rules.js';
import type { StoredFact } from '../facts/stored-fact.js';
import type { Judgement } from './case-changes.js';
import type { Judge } from './department.js';

/**
 * Judges the facts of a case. Judges give each evaluation the unit that was reported; here it gets the unit in which the documents count
 * it on the day of the case. So this is the one way to judge.
 */
export function judgeCase(judge: Judge, facts: readonly StoredFact[], rules: Rules): Judgement {
  const judgement = judge(facts, rules);
  return { ...judgement, evaluations: judgement.evaluations.map((one) => inCountedUnit(one, rules)) };
}

function inCountedUnit(evaluation: MetricEvaluation, rules: Rules): MetricEvaluation {
  const { day, unit: reportedUnit } = evaluation;
  const unit = rules.countedUnitOn(day, reportedUnit);
  return unit === reportedUnit ? evaluation : { ...evaluation, unit, reportedUnit };
}
