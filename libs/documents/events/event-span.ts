import type { EventSpan } from '#libs/domain/declared-event.js';
import { type Instant, instantOfWallTime, isDay, isZone, type Zone } from '#libs/domain/time.js';
import type { WrittenEvent } from './events-document.js';

const WALL_TIME = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/;

/** The span of an event as instants; undefined while one of its times or its zone cannot be read, which the schema reports. */
export function eventSpan({ zone, from, until }: Pick<WrittenEvent, 'zone' | 'from' | 'until'>): EventSpan | undefined {
  if (!isZone(zone)) return undefined;
  const [begin, end] = [instantOf(from, zone), instantOf(until, zone)];
  return begin === undefined || end === undefined ? undefined : { zone, from: begin, until: end };
}

function instantOf(written: string, zone: Zone): Instant | undefined {
  return WALL_TIME.test(written) && isDay(written.slice(0, 10)) ? instantOfWallTime(`${written}:00`, zone) : undefined;
}
