import { BUILT_IN_DEPARTMENTS, type Department } from '#libs/domain/observation.js';
import { gauge, OPEN } from './spec.js';

const department: { readonly department: readonly Department[] } = { department: BUILT_IN_DEPARTMENTS };

/** What scoring exports of the period of each department's latest index, beside the index: who, where, and what balances it. */
export const NEWEST_PERIOD_METRICS = {
  metricHits: gauge(
    'cx_metric_hit_ratio',
    'ratio',
    'scoring',
    { ...department, metric: OPEN },
    'Share of hits among the accountable cases of a metric in the period of the latest index, 0 to 1.',
  ),
  counterMetricHits: gauge(
    'cx_counter_metric_hit_ratio',
    'ratio',
    'scoring',
    { ...department, metric: OPEN, counter: OPEN },
    'Share of hits of the counter-metric, over all its cases of that period: it falls when the metric is gamed.',
  ),
  metricMisses: gauge(
    'cx_metric_misses',
    'cases',
    'scoring',
    { ...department, metric: OPEN, responsible: OPEN },
    'Misses of that period by the party that answers for them: the ten parties with most, and "other" for the rest.',
  ),
  unitPointsLost: gauge(
    'cx_unit_points_lost',
    'points',
    'scoring',
    { ...department, unit: OPEN, metric: OPEN },
    'What each of the ten units that lose most costs the index of its department in that period, by metric.',
  ),
  snapshotCreated: gauge(
    'cx_snapshot_created_timestamp_seconds',
    'timestamp',
    'scoring',
    {} as const,
    'When the newest snapshot was made, so when a period was frozen last; absent while there is none.',
  ),
} as const;
