import { ContactFact, ContactReceived } from '#libs/contracts/cx/support/v1/support.js';
import type { Instant, Zone } from '#libs/domain/time.js';
import { instantIn } from '#libs/maps/cells/timestamp.js';
import { factIdOf } from '#libs/maps/facts/fact-id.js';
import type { Column, RowOf } from './columns.js';
import { acceptable, FileError, type Mistake } from './mistakes.js';
import { readTable } from './read-table.js';
import type { FactToSend } from './send.js';

const COLUMNS = [
  { name: 'contact_id', kind: 'id', presence: 'filled' },
  { name: 'unit', kind: 'text', presence: 'filled' },
  { name: 'zone', kind: 'zone', presence: 'optional' },
  { name: 'received_at', kind: 'instant', presence: 'filled' },
  { name: 'first_response_at', kind: 'instant', presence: 'optional' },
  { name: 'contacted_again_at', kind: 'instant', presence: 'optional' },
  { name: 'goodwill_promised_day', kind: 'day', presence: 'optional' },
  { name: 'goodwill_paid_at', kind: 'instant', presence: 'optional' },
] as const satisfies readonly Column[];

type Row = RowOf<typeof COLUMNS>;

/** The facts of a file, and the mistakes of the rows that were left out. */
export interface ContactFacts {
  readonly facts: readonly FactToSend[];
  readonly skipped: readonly Mistake[];
}

/**
 * Reads a CSV file of support contacts as facts in order of time. An empty cell means that it did not happen.
 *
 * @param zone         of customers and of timestamps without an offset, in rows without a zone of their own
 * @param skipBadRows  leave out rows with a mistake instead of refusing the file
 * @throws {FileError}  with all mistakes of the file
 */
export async function readContacts(
  file: string,
  { zone, skipBadRows }: { readonly zone: Zone | undefined; readonly skipBadRows: boolean },
): Promise<ContactFacts> {
  const { rows, mistakes } = await readTable(file, COLUMNS, zone);
  const skipped = acceptable(mistakes, skipBadRows);
  const homeless = rows.filter((row) => row.zone === '' && zone === undefined);
  if (homeless.length > 0) throw new FileError([zoneMissing(file, homeless.length)]);
  const facts = rows.flatMap((row) => factsOfRow(row, row.zone || (zone ?? '')));
  return { facts: facts.sort((a, b) => a.at - b.at), skipped };
}

/** The zone decides on which day a contact counts, and when seven days are over. An offset does not know summer time. */
function zoneMissing(file: string, rows: number): Mistake {
  const problem = `the time zone of the customer is missing in ${rows} row${rows === 1 ? '' : 's'}`;
  return { file, problem, cure: 'name it for all: --zone Europe/Berlin, or for each in a column zone', canSkip: false };
}

function factsOfRow(row: Row, zone: Zone): FactToSend[] {
  const contactId = row.contact_id;
  const at = (text: string) => (text === '' ? undefined : instantIn(text, zone));
  const receivedAt = at(row.received_at);
  const answeredAt = at(row.first_response_at);
  const promisedDay = row.goodwill_promised_day.slice(0, 10);
  const facts: FactToSend[] = [];
  const add = (name: string, when: Instant | undefined, what: NonNullable<ContactFact['what']>) => {
    if (when === undefined) return;
    const fact = ContactFact.fromPartial({
      factId: factIdOf(contactId, name),
      contactId,
      happenedAt: new Date(when),
      what,
    });
    facts.push({ to: 'support', at: when, fact });
  };
  add('received', receivedAt, { $case: 'received', value: ContactReceived.fromPartial({ unit: row.unit, zone }) });
  add('answered', answeredAt, { $case: 'firstResponse', value: {} });
  add('again', at(row.contacted_again_at), { $case: 'contactedAgain', value: {} });
  if (promisedDay !== '')
    add('promised', answeredAt ?? receivedAt, { $case: 'goodwillPromised', value: { promisedDay } });
  add('paid', at(row.goodwill_paid_at), { $case: 'goodwillPaid', value: {} });
  return facts;
}
