import { describePromise } from '#libs/domain/describe-promise.js';
import { wallTime, type Zone } from '#libs/domain/time.js';
import { isMilestone, type StoredFact } from '../facts/stored-fact.js';
import { namedMilestoneOf } from './milestone-codec.js';

/** The plain figures of a milestone for people, "promised day 2018-08-03"; empty when its name says all. */
export function describeMilestone(fact: StoredFact, zone: Zone): string {
  const milestone = namedMilestoneOf(fact);
  const { promisedDay, dueAt, originUnit, destinationUnit, replacedBy, carrier, serviceLevel, day, text } = milestone;
  const figures = [
    promisedDay === undefined ? '' : describePromise({ ...milestone, promisedDay, zone }),
    dueAt === undefined ? '' : `limit ${wallTime(dueAt, zone)}`,
    originUnit === undefined ? '' : `from ${originUnit}`,
    destinationUnit === undefined ? '' : `to ${destinationUnit}`,
    replacedBy === undefined ? '' : `by parcel ${replacedBy}`,
    carrier === undefined ? '' : `by ${carrier}`,
    serviceLevel ?? '',
    day === undefined ? '' : `day ${day}`,
    text ?? '',
  ];
  return figures.filter((figure) => figure !== '').join(', ');
}

/** The time zone of the customer, if a milestone names it; otherwise UTC. For display only. */
export function promisedZone(facts: readonly StoredFact[]): Zone {
  const zones = facts.filter(isMilestone).map((fact) => namedMilestoneOf(fact).zone);
  return zones.find((zone) => zone !== undefined) ?? 'UTC';
}
