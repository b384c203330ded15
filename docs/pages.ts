import { readRulesets } from '#services/scoring/rulesets/read-rulesets.js';
import { errorsPage } from './print-errors.js';
import { exportedMetricsPage } from './print-exported.js';
import { metricsPage } from './print-metrics.js';

/** The pages of docs/ that are printed from what the code says, by file name. */
export function printedPages(): Readonly<Record<string, string>> {
  return {
    'docs/errors.md': errorsPage(),
    'docs/metrics.md': metricsPage(readRulesets()),
    'docs/exported-metrics.md': exportedMetricsPage(),
  };
}
