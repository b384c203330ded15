import { isWithin } from '#libs/domain/unit.js';
import type { WrittenScope } from './events-document.js';

/** Whether two scopes of a department can take out one case: they share a metric, and a unit of one lies within a unit of the other. */
export function scopesMeet(one: WrittenScope, other: WrittenScope): boolean {
  if (one.department !== other.department) return false;
  const sharesMetric = share(one.metrics, other.metrics, (a, b) => a === b);
  return sharesMetric && share(one.units, other.units, (a, b) => isWithin(a, b) || isWithin(b, a));
}

/** A list that is left out stands for everything. */
function share<T>(some: readonly T[] | undefined, others: readonly T[] | undefined, meet: (a: T, b: T) => boolean) {
  if (some === undefined || others === undefined) return true;
  return some.some((a) => others.some((b) => meet(a, b)));
}
