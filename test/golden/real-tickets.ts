import { createHash } from 'node:crypto';
import type { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { groupBy } from '#libs/domain/group-by.js';
import { instantOfWallTime } from '#libs/domain/time.js';
import { type Row, realRows, reported } from './real-contacts.js';

const ITALY = 'Europe/Rome';

/** The events of the tickets of a real help desk, in the order of the file; undefined where the file is not there. */
export function realTickets(): ReadonlyMap<string, readonly Row[]> | undefined {
  const rows = realRows('helpdesk-event-log/helpdesk.csv.gz');
  return rows && groupBy(rows, (row) => row['Case ID'] ?? '');
}

/** What two rows that are identical have in common, and no others. */
export function contentOf(row: Row): string {
  return Object.values(row).join();
}

/** "2012/10/9 14:50:17" in Italy. */
function eventAt(text = ''): number {
  const [, year, month = '', day = '', hour = '', rest] = /^(\d+)\/(\d+)\/(\d+) (\d+):(\d\d:\d\d)/.exec(text) ?? [];
  return instantOfWallTime(
    `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${hour.padStart(2, '0')}:${rest}`,
    ITALY,
  );
}

/** "Value 2" */
function unitOf(name = ''): string {
  return name.toLowerCase().replace(' ', '-');
}

/**
 * The facts of a ticket: its first event is the contact, another person who takes it in charge is another unit, and one who takes it in
 * charge after it was resolved was asked again. A fact has an id of the content of its row, so an identical row makes the same fact.
 */
export function factsOfTicket(ticket: string, events: readonly Row[]): ContactFact[] {
  let [person, isResolved] = [events[0]?.['Resource'], false];
  const first = contentOf(events[0] ?? {});
  const seen = new Map<string, readonly ContactFact[]>();
  return events.flatMap((row) => {
    const known = seen.get(contentOf(row));
    if (known !== undefined) return known;
    const facts: ContactFact[] = [];
    const add = (kind: string, what: ContactFact['what']) => {
      const hash = createHash('sha256').update(contentOf(row)).digest('hex').slice(0, 16);
      facts.push(reported(`${ticket}/${hash}/${kind}`, ticket, eventAt(row['Complete Timestamp']), what));
    };
    if (contentOf(row) === first) {
      const value = { unit: unitOf(row['workgroup']), zone: ITALY, channel: 0, priority: 0, language: '' };
      add('received', { $case: 'received', value });
    }
    if (row['Activity'] === 'Take in charge ticket') {
      add('answered', { $case: 'firstResponse', value: {} });
      if (isResolved) add('again', { $case: 'contactedAgain', value: {} });
      if (row['Resource'] !== person)
        add('handed', { $case: 'transferred', value: { toUnit: unitOf(row['Resource']) } });
    }
    if (row['Activity'] === 'Resolve ticket') {
      add('resolved', { $case: 'issueResolved', value: {} });
      isResolved = true;
    }
    person = row['Resource'];
    seen.set(contentOf(row), facts);
    return facts;
  });
}
