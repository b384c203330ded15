import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';

/** The name under which a metric is exported. */
export const name = (key: keyof typeof EXPORTED_METRICS) => EXPORTED_METRICS[key].name;

/** Behind a counter: over the time that fits the width of the panel. */
export const RATE = '[$__rate_interval]';
