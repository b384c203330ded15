import type { LostFacts } from '#libs/documents/departments/lost-facts.js';
import type { Difference } from '#libs/documents/differences.js';
import type { Kind } from '#libs/documents/kinds.js';
import type { MovedUnit } from '#libs/documents/moved-units.js';
import { inYaml, jsonSchemaOf, schemaAt } from '#libs/documents/reading/json-schema.js';

/**
 * One difference as a row for people: the place, what is published and what is proposed, and what the value means.
 * "departments.delivery[arrived_at_last].target_ppm", "98.5 % -> 99 %", "Rate of hits that earns 80 points."
 */
export function differenceRow(kind: Kind, one: Difference): readonly [string, string, string] {
  const meaning = schemaAt(jsonSchemaOf(kind), one.path)?.description ?? '';
  return [one.place, changeOf(one), meaning];
}

/** "Cases of delivery that are reported in depot-7 are counted in carrier/acme/depot-7 from 2027-02-01 on, and in depot-7 before." */
export function movedUnitWords({ department, reported, from, to, firstDay }: MovedUnit): string {
  return `Cases of ${department} that are reported in ${reported} are counted in ${to} from ${firstDay} on, and in ${from} before.`;
}

function changeOf(one: Difference): string {
  const key = String(one.path.at(-1) ?? '');
  switch (one.kind) {
    case 'ADDED':
      return `new: ${valueWords(key, one.proposed)}`;
    case 'REMOVED':
      return `removed: ${valueWords(key, one.published)}`;
    case 'CHANGED':
      return `${valueWords(key, one.published)} -> ${valueWords(key, one.proposed)}`;
    case 'REORDERED':
      return `in another order: ${one.published.join(', ')} -> ${one.proposed.join(', ')}`;
  }
}

/** 985000 of target_ppm is "98.5 %", 5000 of weight_bp is "50 %"; anything else as one writes it in YAML. */
function valueWords(key: string, value: unknown): string {
  if (typeof value !== 'number') return inYaml(value);
  if (key.endsWith('_ppm')) return `${value / 10_000} %`;
  return key.endsWith('_bp') ? `${value / 100} %` : inYaml(value);
}

/** "warning: departments.product.case CASES_NAMED_ANEW: Facts that are reported ..." */
export function lostFactsWords({ place, reason, effect }: LostFacts): string {
  return `warning: ${place} ${reason}: ${effect}`;
}
