import type { MetricDefinition } from './metric.js';

/** Finds definitions. A metric may have several, which are counted side by side; a ruleset says which one it scores. */
export interface Definitions {
  /** Every definition, in the order of the journey. */
  readonly all: readonly MetricDefinition[];
  /**
   * One definition of a metric.
   *
   * @param name  its id, or the name it is recorded by
   * @returns undefined when this version does not know it
   */
  find(name: string, definition: number): MetricDefinition | undefined;
  /** All definitions of a metric, the first one first; empty for a metric that this version does not know. */
  named(name: string): readonly MetricDefinition[];
}

/**
 * @throws {Error} for two definitions with one number, two metrics with one name, or definitions of one metric that differ in
 *                 source, recorded name or kind of count: these belong to the metric
 */
export function definitionsOf(all: readonly MetricDefinition[]): Definitions {
  const byName = new Map<string, Map<number, MetricDefinition>>();
  for (const one of all) {
    for (const name of new Set([one.id, one.recordedAs])) {
      const others = byName.get(name) ?? new Map<number, MetricDefinition>();
      for (const other of others.values()) checkTogether(one, other);
      byName.set(name, others.set(one.definition, one));
    }
  }
  return {
    all,
    find: (name, definition) => byName.get(name)?.get(definition),
    named: (name) => [...(byName.get(name)?.values() ?? [])].sort((a, b) => a.definition - b.definition),
  };
}

function checkTogether(one: MetricDefinition, other: MetricDefinition): void {
  const isOneMetric = (['id', 'recordedAs', 'source', 'counts'] as const).every((key) => one[key] === other[key]);
  if (!isOneMetric) throw new Error(`${one.id} and ${other.id} share a name and are not one metric`);
  if (one.definition === other.definition) throw new Error(`${one.id} has definition ${one.definition} twice`);
}
