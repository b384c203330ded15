import { type Definitions, definitionsOf } from '#libs/catalogue/definitions.js';
import type { MetricsDocument } from '#libs/documents/metrics/metrics-document.js';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { askedMetrics } from './asked-metrics.js';
import { ownDefinitionsIn } from './own-rules-in.js';
import { newestOf } from './versions.js';

/**
 * The definitions by which a company is measured: of each metric that its newest document asks, one for each entry. An entry by which the
 * metric is not asked any more has a number and no definition. Departments of the company's own add those of their documents.
 */
export function definitionsIn(documents: readonly PublishedDocument[]): Definitions {
  const metrics = newestOf<MetricsDocument>(documents, 'metrics');
  const asked = metrics === undefined ? [] : askedMetrics(metrics.value);
  const ofCatalogue = asked.flatMap(({ entries }) => entries.flatMap(({ definition }) => definition ?? []));
  return definitionsOf([...ofCatalogue, ...ownDefinitionsIn(documents)]);
}
