import type { TwoPeople } from '#cli/company/publish-by-two.js';
import { documentsAs } from '#cli/connect.js';

/** The two people of the demo who publish a document: `npm start` calls for both of them. */
export function demoPeople(): TwoPeople {
  return { author: documentsAs('rules-author'), publisher: documentsAs('rules-publisher') };
}
