import { createMetrics, type Metrics } from '#libs/metrics/metrics.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { ServiceConfig } from '#libs/runtime/settings.js';

/**
 * The exported metrics of a process. A metric that is set wrongly is a bug: it is logged, and the process goes on.
 *
 * @param process  "scoring", "delivery"
 */
export function openMetrics(
  { log }: Pick<Lifecycle, 'log'>,
  config: Pick<ServiceConfig, 'CX_DATA_FOLDER'>,
  process: string,
): Metrics {
  return createMetrics(process, {
    dataFolder: config.CX_DATA_FOLDER,
    onMistake: (mistake) =>
      log.error({ mistake }, 'a bug: an exported metric got a label or value that it does not allow'),
  });
}
