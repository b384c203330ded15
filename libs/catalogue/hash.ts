import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { MetricDefinition } from './metric.js';

/** The one spelling of a definition: canonical JSON. Its rule is represented by the version of the code. */
export function canonicalDefinition(definition: MetricDefinition): string {
  const { id: _, evaluate: __, ...hashed } = definition as MetricDefinition & { readonly evaluate?: unknown };
  return canonicalJson(hashed);
}

/**
 * Names a definition for ever: another population, parameter or version of the rule has another hash. Renaming the id does
 * not change it, because `recordedAs` is what is hashed. 32 bytes.
 */
export function definitionSha256(definition: MetricDefinition): Buffer {
  return createHash('sha256').update(canonicalDefinition(definition)).digest();
}
