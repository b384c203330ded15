import type { Duration } from '#libs/domain/duration.js';
import type { Instant } from '#libs/domain/time.js';
import type { Parcel } from './parcel.js';
import { type ReportOf, reportsOf } from './report.js';

export type ToldWindow = ReportOf<'window_told'>;
export type Width = Extract<Duration, { readonly kind: 'elapsed' }>;

/**
 * The windows on which the customer could rely: told before the window begins and before the customer has the parcel, and not wider than
 * `width`.
 */
export function reliableWindows(parcel: Parcel, width: Width): ToldWindow[] {
  const told = reportsOf(parcel, 'window_told', parcel.receivedAt);
  return told.filter(({ happenedAt, from, to }) => happenedAt <= from && to - from <= width.ms);
}

/**
 * The window that binds the carrier. A later one takes its place only if it is told before the earlier one begins: a customer who waits
 * does not get another window instead.
 */
export function bindingWindow(parcel: Parcel, width: Width): ToldWindow | undefined {
  return reliableWindows(parcel, width).reduce<ToldWindow | undefined>(
    (binding, told) => (binding === undefined || told.happenedAt <= binding.from ? told : binding),
    undefined,
  );
}

/** Whether an instant lies in a window, its begin and its end included. */
export function isInside(at: Instant, { from, to }: ToldWindow): boolean {
  return from <= at && at <= to;
}
