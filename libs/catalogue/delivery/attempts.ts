import type { NotAccountable } from '../metric.js';
import type { Parcel } from './parcel.js';
import { type ReportOf, reportsOf } from './report.js';
import { isInside, reliableWindows, type Width } from './told-window.js';

export type Attempt = ReportOf<'attempted'>;

/** For which failed attempts another party answers than the one that brings the parcel. */
export const FAILED_BY_OTHERS = [
  {
    class: 'EXCLUDED',
    reason: 'CUSTOMER_ABSENT',
    responsible: 'customer',
    rule: 'No person was there, and the attempt lay in a window that the customer had been told before it began.',
  },
  {
    class: 'EXCLUDED',
    reason: 'CUSTOMER_REFUSED',
    responsible: 'customer',
    rule: 'The customer did not want the parcel.',
  },
  {
    class: 'OTHERS',
    reason: 'UPSTREAM_ORDERING',
    responsible: 'ordering',
    rule: 'The address of the order is wrong or incomplete.',
  },
] as const satisfies readonly NotAccountable[];

/**
 * The reason for which another party answers for a failed attempt; undefined when delivery does. A customer who was told no window need
 * not be at home.
 */
export function failedByOthers(parcel: Parcel, { reason, happenedAt }: Attempt, width: Width): string | undefined {
  switch (reason) {
    case 'CUSTOMER_REFUSED':
      return 'CUSTOMER_REFUSED';
    case 'WRONG_ADDRESS':
      return 'UPSTREAM_ORDERING';
    case 'CUSTOMER_ABSENT': {
      const told = reliableWindows(parcel, width).filter((window) => window.happenedAt <= happenedAt);
      return told.some((window) => isInside(happenedAt, window)) ? 'CUSTOMER_ABSENT' : undefined;
    }
    default:
      return undefined;
  }
}

/** The attempts that failed, in order of time. */
export function failedAttempts(parcel: Parcel): Attempt[] {
  return reportsOf(parcel, 'attempted').filter(({ outcome }) => outcome === 'FAILED');
}
