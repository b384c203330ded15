import type { Move } from '#libs/domain/calendar-moves.js';
import { nameWithPart, type Part } from '#libs/domain/part.js';
import type { Instant } from '#libs/domain/time.js';

interface Event {
  readonly name: string;
  readonly happenedAt: Instant;
  /** Of a move. */
  readonly calendar?: string;
}

/** A contact, as far as its moves concern it. */
interface Moving {
  readonly part: Part;
  readonly answeredAt: Instant | undefined;
  /** In order of time. */
  readonly moves: readonly Move[];
}

/** Whether the company has a calendar at an instant. */
type HasCalendar = (calendar: string, at: Instant) => boolean;

/** The moves of a contact to other calendars, in order of time. Of moves at one instant the one that is known last counts. */
export function movesOf(known: readonly Event[]): readonly Move[] {
  return known
    .flatMap(({ name, happenedAt: at, calendar }) =>
      name === 'moved' && calendar !== undefined ? [{ at, calendar }] : [],
    )
    .sort((a, b) => a.at - b.at);
}

/** The contact without its moves to calendars that the company does not have: it keeps the calendar that it had. */
export function withKnownCalendars<Contact extends Moving>(contact: Contact, hasCalendar: HasCalendar): Contact {
  const isKnown = ({ calendar, at }: Move) => hasCalendar(calendar, at);
  return contact.moves.every(isKnown) ? contact : { ...contact, moves: contact.moves.filter(isKnown) };
}

/** The moves that may change when the first answer is due. The answer ends all others: what is answered moves to no other day. */
export function movesBeforeAnswer({ moves, answeredAt }: Moving): readonly Move[] {
  return answeredAt === undefined ? moves : moves.filter(({ at }) => at < answeredAt);
}

/** Flags a contact that moved to a calendar that the company does not have, before it was answered. */
export function suspicionsOfMoves(contact: Moving, hasCalendar: HasCalendar): string[] {
  const isLost = movesBeforeAnswer(contact).some(({ calendar, at }) => !hasCalendar(calendar, at));
  return isLost ? [nameWithPart('MOVED_TO_UNKNOWN_CALENDAR', contact.part)] : [];
}
