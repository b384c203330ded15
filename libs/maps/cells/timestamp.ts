import { type Instant, instantOfWallTime, type Zone } from '#libs/domain/time.js';

/** "2018-03-02T14:10:00.250+01:00" in its parts; a space may stand for the T, and seconds and offset may be missing. */
const TIMESTAMP =
  /^(?<day>\d{4}-\d{2}-\d{2})[Tt ](?<minute>([01]\d|2[0-3]):[0-5]\d)(:(?<second>[0-5]\d)([.,](?<fraction>\d{1,9}))?)?\s?(?<offset>[Zz]|[+-]([01]\d|2[0-3])(:?[0-5]\d)?)?$/;

/** A point in time as a text gives it. */
export type Timestamp =
  | { readonly kind: 'instant'; readonly instant: Instant }
  /** A wall time without an offset; `wallTime` is "2018-03-02T14:10:00.250". */
  | { readonly kind: 'wall_time'; readonly wallTime: string }
  | { readonly kind: 'invalid' };

/** Reads an ISO 8601 timestamp. An invalid one is not such a text, or a day that does not exist, as 2018-02-30. */
export function readTimestamp(text: string): Timestamp {
  const parts = TIMESTAMP.exec(text)?.groups;
  if (parts === undefined || !isCivilDay(parts['day'] ?? '')) return { kind: 'invalid' };
  const { day, minute, second = '00', fraction = '0', offset } = parts;
  // Instants are whole milliseconds: what is finer is cut, as the services do (libs/domain/time.ts).
  const wallTime = `${day}T${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}`;
  if (offset === undefined) return { kind: 'wall_time', wallTime };
  return { kind: 'instant', instant: Date.parse(`${wallTime}${fullOffset(offset)}`) };
}

/**
 * The instant that a valid timestamp names, with the zone of the file for one without an offset. A wall time that a clock change
 * repeats is taken the first time; one that it skips moves forward.
 */
export function instantIn(text: string, zone: Zone): Instant {
  const read = readTimestamp(text);
  if (read.kind === 'invalid') throw new RangeError(`"${text}" was checked and is not a timestamp`);
  return read.kind === 'instant' ? read.instant : instantOfWallTime(read.wallTime, zone);
}

/** Whether a text is a civil date that exists. */
export function isCivilDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const parsed = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(parsed) && new Date(parsed).toISOString().startsWith(text);
}

/** "+01" and "+0100" as "+01:00", which is the one form that Date.parse knows. */
function fullOffset(offset: string): string {
  if (offset.toUpperCase() === 'Z') return 'Z';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
