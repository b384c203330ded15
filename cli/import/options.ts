import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { didYouMean } from '#libs/domain/nearest.js';
import { type Instant, isZone, startOfDay, type Zone } from '#libs/domain/time.js';
import { isCivilDay, readTimestamp } from '#libs/maps/cells/timestamp.js';
import { type Call, option, UsageError } from '../command.js';

const ORIGINS: Readonly<Record<string, Origin | undefined>> = {
  reported: Origin.ORIGIN_REPORTED,
  imported: Origin.ORIGIN_IMPORTED,
  generated: Origin.ORIGIN_GENERATED,
};

/** The option --origin. @throws {UsageError} */
export function originOf(call: Call, otherwise: 'reported' | 'imported'): Origin {
  const origin = ORIGINS[option(call, 'origin', otherwise)];
  if (origin === undefined) throw new UsageError(`--origin takes ${Object.keys(ORIGINS).join(', ')}`);
  return origin;
}

/** The option --zone; undefined when it is not given. @throws {UsageError} */
export function zoneOf(call: Call): Zone | undefined {
  const zone = option(call, 'zone');
  if (zone === '' || isZone(zone)) return zone === '' ? undefined : zone;
  const meant = didYouMean(zone, Intl.supportedValuesOf('timeZone')) || ' Write it as Europe/Berlin.';
  throw new UsageError(`There is no time zone ${zone}.${meant}`);
}

/** The option --complete-through: a day means the instant at which it begins in the zone that was named. @throws {UsageError} */
export function completeThroughOf(call: Call, name = 'complete-through'): Instant | undefined {
  const text = option(call, name);
  if (text === '') return undefined;
  const read = readTimestamp(text);
  if (read.kind === 'instant') return read.instant;
  const zone = zoneOf(call);
  if (!isCivilDay(text)) {
    throw new UsageError(`--${name} takes a day, 2018-11-01, or an instant, 2018-11-01T00:00:00Z, not ${text}`);
  }
  if (zone === undefined) throw new UsageError(`Name the time zone in which ${text} begins: --zone Europe/Berlin`);
  return startOfDay(text, zone);
}
