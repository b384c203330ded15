import type { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { type Instant, instantOfWallTime } from '#libs/domain/time.js';
import { ZONE } from './olist-facts.js';
import { readTable } from './olist-files.js';
import type { FactToSend } from './send.js';

const COLUMNS = [
  ...['contact_id', 'unit', 'received_at', 'first_response_at'],
  ...['contacted_again_at', 'goodwill_promised_day', 'goodwill_paid_at'],
];

/**
 * The facts of a CSV file of support contacts, in order of time. Stamps are wall time, "2018-03-02 14:10:00"; an empty cell
 * means that it did not happen.
 *
 * @throws {FileError} for a file that cannot be read, a missing column or a stamp that is none
 */
export async function contactFactsOf(file: string): Promise<FactToSend[]> {
  const rows = await readTable(file, COLUMNS);
  const facts = rows.flatMap((row) => factsOfRow(row, (column) => stamp(row, column)));
  return facts.sort((a, b) => a.at - b.at);
}

type Row = Readonly<Record<string, string>>;

function factsOfRow(row: Row, at: (column: string) => Instant | undefined): FactToSend[] {
  const contactId = row['contact_id'] ?? '';
  const receivedAt = at('received_at');
  const answeredAt = at('first_response_at');
  const promisedDay = row['goodwill_promised_day'] ?? '';
  const facts: FactToSend[] = [];
  const add = (name: string, when: Instant | undefined, what: NonNullable<ContactFact['what']>) => {
    if (when === undefined) return;
    const fact: ContactFact = { factId: `${contactId}/${name}`, contactId, happenedAt: new Date(when), what };
    facts.push({ to: 'support', at: when, fact });
  };
  add('received', receivedAt, { $case: 'received', value: { unit: row['unit'] ?? '', zone: ZONE } });
  add('answered', answeredAt, { $case: 'firstResponse', value: {} });
  add('again', at('contacted_again_at'), { $case: 'contactedAgain', value: {} });
  if (promisedDay !== '')
    add('promised', answeredAt ?? receivedAt, { $case: 'goodwillPromised', value: { promisedDay } });
  add('paid', at('goodwill_paid_at'), { $case: 'goodwillPaid', value: {} });
  return facts;
}

function stamp(row: Row, column: string): Instant | undefined {
  const text = row[column] ?? '';
  return text === '' ? undefined : instantOfWallTime(text.replace(' ', 'T'), ZONE);
}
