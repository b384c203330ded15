import type { Objection } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { objectionToPlace, type PlaceValue } from '#libs/cases/facts/place.js';

interface RouteDrivenValue extends PlaceValue {
  readonly plannedMetres: number;
  readonly drivenMetres: number;
}

/** 2,000 km: further drives no van on one route. */
const MOST_METRES = 2_000_000;

/** A route was driven to its end. The first report of a route counts. */
export const routeDriven = factKind({
  about: 'route',
  counts: 'first',
  check: (value: RouteDrivenValue) =>
    objectionToPlace(value, 'route_driven') ??
    wrongMetres(value.plannedMetres, 1, 'route_driven.planned_metres') ??
    wrongMetres(value.drivenMetres, 0, 'route_driven.driven_metres'),
  read: ({ unit, zone, plannedMetres, drivenMetres }, happenedAt) => ({
    ...{ about: 'route' as const, name: 'route_driven' as const, happenedAt },
    ...{ unit, zone, plannedMetres, drivenMetres },
  }),
  describe: ({ unit, plannedMetres, drivenMetres }) => `${drivenMetres} m of ${plannedMetres} m planned, by ${unit}`,
  zone: ({ zone }) => zone,
});

function wrongMetres(metres: number, fewest: number, field: string): Objection | undefined {
  if (metres >= fewest && metres <= MOST_METRES) return undefined;
  return { reason: 'QUANTITY_INVALID', field, detail: `${metres} is not ${fewest} to ${MOST_METRES} metres` };
}
