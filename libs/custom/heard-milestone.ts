import type { NamedMilestone } from '#libs/domain/milestone.js';
import { WHOLE } from '#libs/domain/part.js';
import type { Value } from '#libs/expressions/types.js';
import type { HeardMilestone } from './own-fact.js';

/** What expressions read of a milestone; what it does not carry is absent. The fields are those of libs/documents/departments/heard-milestones.ts. */
export function readMilestone(milestone: string, carried: NamedMilestone): HeardMilestone {
  const { unit, part, dueAt, originUnit, destinationUnit, replacedBy, carrier, serviceLevel } = carried;
  const { promisedDay, zone, promisedFrom, promisedTo, readyForCollectionBy, neededByDay, fulfilment, day, text } =
    carried;
  const values: Readonly<Record<string, Value | undefined>> = {
    unit,
    part: part === WHOLE ? undefined : part,
    due_at: dueAt,
    origin_unit: originUnit,
    destination_unit: destinationUnit,
    replaced_by: replacedBy,
    carrier,
    service_level: serviceLevel,
    promised_day: promisedDay,
    zone,
    promised_from: promisedFrom,
    promised_to: promisedTo,
    ready_for_collection_by: readyForCollectionBy,
    needed_by_day: neededByDay,
    fulfilment,
    day,
    text,
  };
  const present = Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return { milestone, happenedAt: carried.happenedAt, values: Object.fromEntries(present) };
}
