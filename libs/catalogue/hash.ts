import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { MetricDefinition, Parameters } from './metric.js';

/** The one spelling of a definition: canonical JSON. Its rule is represented by the version of the code. */
export function canonicalDefinition(definition: MetricDefinition): string {
  const {
    id: _,
    evaluate: __,
    addedParameters: ___,
    addedRules: ____,
    ...hashed
  } = definition as MetricDefinition & { readonly evaluate?: unknown };
  return canonicalJson({ ...hashed, parameters: hashedParameters(definition) });
}

/**
 * Names a definition for ever: another population, parameter or version of the rule has another hash. Renaming the id does
 * not change it, because `recordedAs` is what is hashed. Nor does a parameter that the rule got later, while it has the value
 * with which every case is judged as before. 32 bytes.
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
