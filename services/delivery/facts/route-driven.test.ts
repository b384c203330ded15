import { describe, expect, it } from 'vitest';
import { routeDriven } from './route-driven.js';

const route = { unit: 'route/17', zone: 'Europe/Berlin', plannedMetres: 80_000, drivenMetres: 81_000 };

describe('a route that was driven', () => {
  it('names who drove it, where, and the metres', () => {
    expect(routeDriven.check?.(route, 0)).toBeUndefined();
    expect(routeDriven.check?.({ ...route, plannedMetres: 1, drivenMetres: 0 }, 0)).toBeUndefined();
    expect(routeDriven.check?.({ ...route, plannedMetres: 2_000_000, drivenMetres: 2_000_000 }, 0)).toBeUndefined();
    expect(routeDriven.read?.(route, 7)).toEqual({ about: 'route', name: 'route_driven', happenedAt: 7, ...route });
    expect(routeDriven.describe?.(route, 'UTC')).toBe('81000 m of 80000 m planned, by route/17');
    expect(routeDriven.zone?.(route)).toBe('Europe/Berlin');
  });

  it.each([
    ['no unit', { unit: '' }, 'UNIT_INVALID', 'unit'],
    ['a zone that does not exist', { zone: 'Mars/Olympus' }, 'ZONE_UNKNOWN', 'zone'],
    ['no planned metre', { plannedMetres: 0 }, 'QUANTITY_INVALID', 'planned_metres'],
    ['too many planned metres', { plannedMetres: 2_000_001 }, 'QUANTITY_INVALID', 'planned_metres'],
    ['fewer than no metres', { drivenMetres: -1 }, 'QUANTITY_INVALID', 'driven_metres'],
    ['too many metres', { drivenMetres: 2_000_001 }, 'QUANTITY_INVALID', 'driven_metres'],
  ])('is refused with %s', (_, wrong, reason, field) => {
    expect(routeDriven.check?.({ ...route, ...wrong }, 0)).toMatchObject({ reason, field: `route_driven.${field}` });
  });
});
