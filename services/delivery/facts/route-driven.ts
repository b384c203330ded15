import { objectionToNumber } from '#libs/cases/facts/fact-checks.js';
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
    objectionToNumber(value.plannedMetres, { from: 1, to: MOST_METRES }, 'route_driven.planned_metres') ??
    objectionToNumber(value.drivenMetres, { from: 0, to: MOST_METRES }, 'route_driven.driven_metres'),
  read: ({ unit, zone, plannedMetres, drivenMetres }, happenedAt) => ({
    ...{ about: 'route' as const, name: 'route_driven' as const, happenedAt },
    ...{ unit, zone, plannedMetres, drivenMetres },
  }),
  describe: ({ unit, plannedMetres, drivenMetres }) => `${drivenMetres} m of ${plannedMetres} m planned, by ${unit}`,
  zone: ({ zone }) => zone,
});
