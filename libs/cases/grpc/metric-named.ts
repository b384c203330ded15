import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { CxError } from '#libs/domain/error.js';
import type { Source } from '#libs/domain/source.js';

/**
 * The metric that a request names, by its id or an older name under which it is recorded.
 *
 * @param metrics  those of the department that is asked
 * @throws {CxError} METRIC_UNKNOWN
 */
export function metricNamed<Metric extends Pick<MetricDefinition, 'id' | 'recordedAs'>>(
  name: string,
  metrics: readonly Metric[],
  source: Source,
): Metric {
  const known = metrics.find(({ id, recordedAs }) => id === name || recordedAs === name);
  if (known === undefined) {
    throw new CxError('METRIC_UNKNOWN', `${source} judges no metric of that name`, { field: 'metric' });
  }
  return known;
}
