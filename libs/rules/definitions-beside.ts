import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import { askedMetrics } from './asked-metrics.js';

/**
 * The definitions of the catalogue's metrics, of which a document states some by limits of its own, in the order of the journey. A definition
 * of the catalogue that the document does not state stays known: a ruleset that was published earlier may count it.
 */
export function definitionsBeside(document: MetricsDocument): readonly MetricDefinition[] {
  const stated = askedMetrics(document).flatMap(({ entries }) => entries.flatMap(({ definition }) => definition ?? []));
  const others = CATALOGUE.all.filter(
    (one) => !stated.some(({ id, definition }) => id === one.id && definition === one.definition),
  );
  const place = (id: string) => CATALOGUE.all.findIndex((one) => one.id === id);
  return [...stated, ...others].sort((a, b) => place(a.id) - place(b.id) || a.definition - b.definition);
}
