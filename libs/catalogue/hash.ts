import { createHash } from 'node:crypto';
import type { MetricDefinition } from './metric.js';

/** The one spelling of a definition: JSON with sorted keys. Its rule is represented by the version of the code. */
export function canonicalDefinition(definition: MetricDefinition): string {
  const { id: _, evaluate: __, ...hashed } = definition as MetricDefinition & { readonly evaluate?: unknown };
  return JSON.stringify(hashed, (_key, value: unknown) => (isRecord(value) ? sorted(value) : value));
}

/**
 * Names a definition for ever: another population, parameter or version of the rule has another hash. Renaming the id does
 * not change it, because `recordedAs` is what is hashed. 32 bytes.
 */
export function definitionSha256(definition: MetricDefinition): Buffer {
  return createHash('sha256').update(canonicalDefinition(definition)).digest();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
