import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import { type CaseRuling, ruled } from '#libs/domain/ruling.js';

/** An evaluation as rulings on its case leave it. @param rulings  of the case, one for each contest, in order of contests */
export function afterRulings(evaluation: MetricEvaluation, rulings: readonly CaseRuling[]): MetricEvaluation {
  const { metric, result } = evaluation;
  const { metric: _, ...left } = ruled({ ...result, metric: metric.recordedAs }, rulings, metric.source);
  return { ...evaluation, result: left };
}
