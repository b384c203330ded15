import { createHash } from 'node:crypto';
import { definitionsOf } from './definitions.js';
import { DELIVERY } from './delivery/metrics.js';
import { canonicalDefinition } from './hash.js';
import type { Metric, MetricDefinition } from './metric.js';
import { ORDERING } from './ordering/metrics.js';
import { SUPPORT } from './support/metrics.js';
import { SURVEY } from './survey/metrics.js';
import { WAREHOUSE } from './warehouse/metrics.js';

const ALL: readonly MetricDefinition[] = [...ORDERING, ...WAREHOUSE, ...DELIVERY, ...SUPPORT, ...SURVEY];

/** The metric whose rule a company asks by limits of its own; undefined for an id that this version does not know. */
export function metricOf(id: string): Metric | undefined {
  // Every definition of the catalogue is made by `defineMetric`.
  return CATALOGUE.named(id)[0] as Metric | undefined;
}

/** Every definition of every metric that this version knows. */
export const CATALOGUE = definitionsOf(ALL);

/** Names the whole catalogue; stands in every batch. 32 bytes. */
export const CATALOGUE_SHA256: Buffer = createHash('sha256').update(ALL.map(canonicalDefinition).join('\n')).digest();
