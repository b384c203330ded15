import type { StoredFact } from '#libs/cases/facts/stored-fact.js';
import type { Judgement } from '#libs/cases/judging/case-changes.js';
import { contradictionsOf, parcelsOf } from '#libs/catalogue/parcels.js';
import { WAREHOUSE } from '#libs/catalogue/warehouse/metrics.js';
import { parcelsFrom, suspicionsOf } from '#libs/catalogue/warehouse/parcel.js';
import { evaluateBy, type Rules } from '#libs/rules/rules.js';
import { warehouseFacts } from './grpc/facts.js';
import { milestonesOf } from './milestones.js';

/** What follows from the facts of an order: each of its parcels is judged. */
export function judgeParcels(facts: readonly StoredFact[], rules: Rules): Judgement {
  const known = warehouseFacts.knownOf(facts);
  const parcels = parcelsFrom([...known.facts, ...known.milestones]);
  return {
    evaluations: parcels.flatMap((parcel) => evaluateBy(rules, WAREHOUSE, parcel)),
    milestones: parcels.flatMap(milestonesOf),
    inconsistencies: [
      ...known.inconsistencies,
      ...parcels.flatMap(suspicionsOf),
      ...contradictionsOf(known.facts, parcelsOf(known.milestones)),
    ],
  };
}
