import { objectionToId } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';

interface MovedValue {
  /** A calendar of the company by its name. Whether the company has it is found out when the contact is judged. */
  readonly calendar: string;
}

/** The help desk works on the contact by another calendar. It may move several times, so every report counts. */
export const moved = factKind({
  counts: 'every',
  check: ({ calendar }: MovedValue) => objectionToId(calendar, 'CALENDAR_INVALID', 'moved.calendar'),
  read: ({ calendar }, happenedAt) => ({ name: 'moved' as const, happenedAt, calendar }),
  describe: ({ calendar }) => `to the calendar ${calendar}`,
});
