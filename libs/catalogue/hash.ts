import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { Metric, MetricDefinition, Parameters } from './metric.js';

/** The one spelling of a definition: canonical JSON. Its rule is represented by the version of the code. */
export function canonicalDefinition(definition: MetricDefinition): string {
  const { base, parameters } = definition;
  if (base !== undefined)
    return base.parameters === parameters
      ? canonicalDefinition(base)
      : canonicalJson({ limits: parameters, of: definitionSha256(base).toString('hex') });
  const { id: _, addedParameters: __, addedRules: ___, ...hashed } = withoutRule(definition);
  return canonicalJson({ ...hashed, parameters: hashedParameters(definition) });
}

/** A definition of the catalogue is a metric too. Its rule, and what the rule reads, are no data. */
function withoutRule(metric: MetricDefinition & Partial<Metric>): MetricDefinition {
  const { evaluate: _, limits: __, dimensionsOf: ___, words: ____, ...definition } = metric;
  return definition;
}

/**
 * Names a definition for ever: another population, parameter or version of the rule has another hash. Renaming the id does
 * not change it, because `recordedAs` is what is hashed. Nor does a parameter that the rule got later, while it has the value
 * with which every case is judged as before. The definition of a company is named by its limits and by the definition of the
 * catalogue whose rule it has; with the limits of that one it is that one, whatever its number. 32 bytes.
 */
export function definitionSha256(definition: MetricDefinition): Buffer {
  return createHash('sha256').update(canonicalDefinition(definition)).digest();
}

function hashedParameters({ parameters, addedParameters }: MetricDefinition): Parameters {
  const isUnchanged = (name: string, value: Parameters[string]) => {
    const added = addedParameters[name];
    return added !== undefined && canonicalJson(added) === canonicalJson(value);
  };
  return Object.fromEntries(Object.entries(parameters).filter(([name, value]) => !isUnchanged(name, value)));
}
