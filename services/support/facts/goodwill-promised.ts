import { objectionToPromisedDay } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import type { Day } from '#libs/domain/time.js';

interface GoodwillPromisedValue {
  /** The day by which it was promised to be paid. */
  readonly promisedDay: Day;
}

/** The help desk promised goodwill. The first promise counts: a later one never helps. */
export const goodwillPromised = factKind({
  counts: 'first',
  check: ({ promisedDay }: GoodwillPromisedValue) =>
    objectionToPromisedDay(promisedDay, 'goodwill_promised.promised_day'),
  read: ({ promisedDay }, happenedAt) => ({ name: 'goodwill_promised' as const, happenedAt, promisedDay }),
  describe: ({ promisedDay }) => `promised for ${promisedDay}`,
});
