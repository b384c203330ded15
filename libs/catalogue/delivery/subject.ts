import type { Instant, Zone } from '#libs/domain/time.js';
import type { Unit } from '#libs/domain/unit.js';

/** A fact that is about no order: a route that was driven, or an audit of courtesy. */
export type KnownOfSubject = RouteDriven | CourtesyAudited;

interface RouteDriven {
  readonly about: 'route';
  readonly name: 'route_driven';
  readonly happenedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
  readonly plannedMetres: number;
  readonly drivenMetres: number;
}

interface CourtesyAudited {
  readonly about: 'courtesy_audit';
  readonly name: 'courtesy_audited';
  readonly happenedAt: Instant;
  readonly unit: Unit;
  readonly zone: Zone;
  readonly isMet: boolean;
}

/** A route from the depot to the last stop, when it was driven. */
export type Route = Pick<RouteDriven, 'happenedAt' | 'unit' | 'zone' | 'plannedMetres' | 'drivenMetres'>;

/** A delivery at which an auditor was present. */
export type CourtesyAudit = Pick<CourtesyAudited, 'happenedAt' | 'unit' | 'zone' | 'isMet'>;

/** Makes the route from the facts of a subject, of which the first one counts; undefined for a subject that is no route. */
export function routeFrom(known: readonly KnownOfSubject[]): Route | undefined {
  return known.find((fact) => fact.about === 'route');
}

/** The same for an audit. */
export function courtesyAuditFrom(known: readonly KnownOfSubject[]): CourtesyAudit | undefined {
  return known.find((fact) => fact.about === 'courtesy_audit');
}
