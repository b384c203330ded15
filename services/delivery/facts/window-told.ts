import { type Objection, objectionToInstant } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { wallTime } from '#libs/domain/time.js';

interface WindowToldValue {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

/** The customer was told a window in which the parcel comes. Windows may change, so every report counts. */
export const windowTold = factKind({
  counts: 'every',
  part: 'may',
  check: ({ from, to }: WindowToldValue): Objection | undefined => {
    const field = 'window_told';
    if (from === undefined || to === undefined || from >= to)
      return { reason: 'WINDOW_INVALID', field, detail: 'a window has a begin and an end, and the begin is earlier' };
    return objectionToInstant(from.getTime(), `${field}.from`) ?? objectionToInstant(to.getTime(), `${field}.to`);
  },
  read: ({ from, to }, happenedAt) => {
    if (from === undefined || to === undefined) throw new Error('a stored window has no begin or no end');
    return { name: 'window_told' as const, happenedAt, from: from.getTime(), to: to.getTime() };
  },
  describe: ({ from, to }, zone) =>
    [from, to].map((one) => (one === undefined ? '' : wallTime(one.getTime(), zone))).join(' to '),
});
