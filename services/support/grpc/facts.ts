import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfContact } from '#libs/catalogue/support/contact.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { contactedAgain } from '../facts/contacted-again.js';
import { firstResponse } from '../facts/first-response.js';
import { goodwillPaid } from '../facts/goodwill-paid.js';
import { goodwillPromised } from '../facts/goodwill-promised.js';
import { moved } from '../facts/moved.js';
import { received } from '../facts/received.js';
import { waitingBegan } from '../facts/waiting-began.js';
import { waitingEnded } from '../facts/waiting-ended.js';

/** What help desks report. */
export const supportFacts = departmentFacts<ContactFact, KnownOfContact>({
  message: ContactFact,
  caseKind: 'contact',
  caseIdOf: ({ contactId }) => contactId,
  issueIdOf: ({ issueId }) => issueId,
  kinds: {
    received,
    firstResponse,
    contactedAgain,
    goodwillPromised,
    goodwillPaid,
    waitingBegan,
    waitingEnded,
    moved,
  },
});
