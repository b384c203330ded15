import { publishWhole } from '#cli/company/publish-by-two.js';
import { untilDocumentsTaken } from '#deploy/local/documents-taken.js';
import { connectionTo } from './connection-to.js';
import { twoPeople } from './two-people.js';

/** The documents of the company whose orders are real. */
export const OLIST = 'data/olist/company';

/**
 * Publishes the rules of the real orders to a scoring process, as `npm start` does.
 *
 * @param departments  addresses of departments; it waits until each of them has these documents
 * @param folder       with the documents of the company; those of an older version lack what it does not know
 */
export async function publishOlist(
  scoring: string,
  departments: readonly string[] = [],
  folder = OLIST,
): Promise<void> {
  const people = twoPeople(scoring, ['rules-author', 'rules-publisher']);
  const options = { reason: 'the rules of the real orders', allowAfterFirstDay: true };
  const published = await publishWhole(people, folder, options).finally(() => people.close());
  await untilDocumentsTaken(departments, Math.max(...published.map(({ position }) => position)), (address) =>
    connectionTo(address, 'console'),
  );
}
