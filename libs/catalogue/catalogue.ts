import { createHash } from 'node:crypto';
import { DELIVERY } from './delivery.js';
import type { MetricDefinition } from './metric.js';
import { ORDERING } from './ordering.js';
import { SUPPORT } from './support.js';
import { SURVEY } from './survey.js';
import { WAREHOUSE } from './warehouse.js';

/** Every metric this version knows, in the order of the journey. */
export const METRICS: readonly MetricDefinition[] = [...ORDERING, ...WAREHOUSE, ...DELIVERY, ...SUPPORT, ...SURVEY];

const BY_ID: ReadonlyMap<string, MetricDefinition> = new Map(METRICS.map((metric) => [metric.metric, metric]));

/** The definition in force; undefined for a metric this version does not know. */
export function metricOf(id: string): MetricDefinition | undefined {
  return BY_ID.get(id);
}

/** The one spelling of a definition: JSON with sorted keys. */
export function canonicalDefinition(metric: MetricDefinition): string {
  return JSON.stringify(metric, (_, value: unknown) => (isRecord(value) ? sorted(value) : value));
}

/** Names a definition for ever: another population or limit has another hash. 32 bytes. */
export function definitionSha256(metric: MetricDefinition): Buffer {
  return createHash('sha256').update(canonicalDefinition(metric)).digest();
}

/** Names the whole catalogue; stands in every batch. 32 bytes. */
export const METRICS_SHA256: Buffer = createHash('sha256').update(METRICS.map(canonicalDefinition).join('\n')).digest();

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
