import { describe, expect, it } from 'vitest';
import { courtesyAuditFrom, type KnownOfSubject, routeFrom } from './subject.js';

const who = { unit: 'route/17', zone: 'Europe/Berlin' };
const route = (happenedAt: number): KnownOfSubject => ({
  ...{ about: 'route', name: 'route_driven', happenedAt, ...who, plannedMetres: 10, drivenMetres: 11 },
});
const audit = (happenedAt: number): KnownOfSubject => ({
  ...{ about: 'courtesy_audit', name: 'courtesy_audited', happenedAt, ...who, isMet: true },
});

describe('a subject of delivery', () => {
  it('is a route by its first fact', () => {
    expect(routeFrom([route(1), route(2)])).toEqual(route(1));
    expect([routeFrom([]), routeFrom([audit(1)])]).toEqual([undefined, undefined]);
  });

  it('is an audit by its first fact', () => {
    expect(courtesyAuditFrom([audit(1), audit(2)])).toEqual(audit(1));
    expect([courtesyAuditFrom([]), courtesyAuditFrom([route(1)])]).toEqual([undefined, undefined]);
  });
});
