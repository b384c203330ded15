import type { AskedMetric } from '#libs/catalogue/asked-metric.js';
import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { Metric } from '#libs/catalogue/metric.js';
import type { Source } from '#libs/domain/source.js';
import type { Day } from '#libs/domain/time.js';
import type { Rules } from './rules.js';

/** Before every day. */
const ALWAYS: Day = '';

/** The rules of a source that every metric of the catalogue asks by its own limits, without documents: for benches and for tests. */
export function catalogueRules(source: Source): Rules {
  const definitions = CATALOGUE.all.filter((one) => one.source === source);
  const metrics = definitions.map((definition): AskedMetric => {
    const metric = definition as Metric;
    const limits = { limits: metric.limits, exceptions: [] };
    return { metric, entries: [{ validFrom: ALWAYS, limits, definition }] };
  });
  return {
    position: 0,
    metrics,
    definitions,
    zone: 'UTC',
    calendars: new Map(),
    isMeasuredOn: () => true,
    versionsOn: () => ({}),
  };
}
