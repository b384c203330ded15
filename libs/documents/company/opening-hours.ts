import type { OpenSpan } from '#libs/domain/working-calendar.js';

const DAY_MINUTES = 1_440;
/**
 * The first span that overlaps an earlier one, where spans follow each other in a row of days. Two spans that meet do not overlap.
 *
 * @param days    the spans of each day, as `parseOpenSpan` reads them
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
