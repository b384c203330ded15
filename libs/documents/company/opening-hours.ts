import type { OpenSpan } from '#libs/domain/working-calendar.js';

const DAY_MINUTES = 1_440;
const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24:00))$/;

/**
 * Reads "09:00-18:00". A span that ends at or before its start ends on the next day: "22:00-06:00", and "09:00-09:00" is a whole
 * day from nine to nine.
 *
 * @returns undefined for a time of day that does not exist
 */
export function parseSpan(text: string): OpenSpan | undefined {
  const [, fromHour, fromMinute, toHour, toMinute] = SPAN.exec(text) ?? [];
  if (fromHour === undefined) return undefined;
  const opensAt = Number(fromHour) * 60 + Number(fromMinute);
  const end = toHour === undefined ? DAY_MINUTES : Number(toHour) * 60 + Number(toMinute);
  return { opensAt, closesAt: end > opensAt ? end : end + DAY_MINUTES };
}

/**
 * The first span that overlaps an earlier one, where spans follow each other in a row of days. Two spans that meet do not overlap.
 *
 * @param days    the spans of each day, as `parseSpan` reads them
 * @param isRound whether the first day follows the last, as in a week
 */
export function firstOverlap(
  days: readonly (readonly OpenSpan[])[],
  isRound: boolean,
): { readonly day: number; readonly span: number } | undefined {
  const total = days.length * DAY_MINUTES;
  const all = days.flatMap((spans, day) =>
    spans.map(({ opensAt, closesAt }, span) => ({
      from: day * DAY_MINUTES + opensAt,
      until: day * DAY_MINUTES + closesAt,
      place: { day, span },
    })),
  );
  const wrapped = isRound ? all.map((one) => ({ ...one, from: one.from - total, until: one.until - total })) : [];
  let latest = Number.NEGATIVE_INFINITY;
  for (const { from, until, place } of [...wrapped, ...all].sort((a, b) => a.from - b.from)) {
    if (from < latest) return place;
    latest = Math.max(latest, until);
  }
  return undefined;
}
