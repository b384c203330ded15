import { EARLIEST, type Instant, isDay } from '#libs/domain/time.js';

/** No case lies later: an instant after the year 2999 is a mistake. */
export const LATEST: Instant = Date.UTC(3000, 0, 1) - 1;

const DURATION = /^(?:(\d{1,6})h)?(?:(\d{1,8})m)?(?:(\d{1,9})s)?$/;

/**
 * Reads "1h30m", "90m", "45s" as CEL writes durations.
 *
 * @returns milliseconds; undefined for any other text
 */
export function writtenDuration(text: string): number | undefined {
  const [whole, hours = '0', minutes = '0', seconds = '0'] = DURATION.exec(text) ?? [];
  if (whole === undefined || whole === '') return undefined;
  return Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1_000;
}

/** Reads "2027-01-31T09:00:00Z" or with an offset such as +01:00; undefined for any other text. */
export function writtenInstant(text: string): Instant | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  if (!isDay(text.slice(0, 10))) return undefined;
  const instant = Date.parse(text);
  return instant >= EARLIEST && instant <= LATEST ? instant : undefined;
}
