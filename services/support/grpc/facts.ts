import { trainingCompleted, trainingOwed } from '#libs/cases/facts/training-kinds.js';
import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfContact } from '#libs/catalogue/support/contact.js';
import type { KnownOfTraining } from '#libs/catalogue/training.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { abandoned } from '../facts/abandoned.js';
import { audited } from '../facts/audited.js';
import { commitmentKept } from '../facts/commitment-kept.js';
import { commitmentMade } from '../facts/commitment-made.js';
import { complained } from '../facts/complained.js';
import { complaintUpheld } from '../facts/complaint-upheld.js';
import { contactedAgain } from '../facts/contacted-again.js';
import { conversationEnded } from '../facts/conversation-ended.js';
import { firstResponse } from '../facts/first-response.js';
import { goodwillPaid } from '../facts/goodwill-paid.js';
import { goodwillPromised } from '../facts/goodwill-promised.js';
import { issueResolved } from '../facts/issue-resolved.js';
import { missingItemReported } from '../facts/missing-item-reported.js';
import { missingItemSettled } from '../facts/missing-item-settled.js';
import { moved } from '../facts/moved.js';
import { orderStatusAsked } from '../facts/order-status-asked.js';
import { queued } from '../facts/queued.js';
import { rated } from '../facts/rated.js';
import { received } from '../facts/received.js';
import { refundDue } from '../facts/refund-due.js';
import { refundPaid } from '../facts/refund-paid.js';
import { takenOver } from '../facts/taken-over.js';
import { transferred } from '../facts/transferred.js';
import { waitingBegan } from '../facts/waiting-began.js';
import { waitingEnded } from '../facts/waiting-ended.js';

/** What help desks report. */
export const supportFacts = departmentFacts<ContactFact, KnownOfContact | KnownOfTraining>({
  message: ContactFact,
  caseKind: 'contact',
  caseIdOf: ({ contactId }) => contactId,
  issueIdOf: ({ issueId }) => issueId,
  subjectIdOf: ({ subjectId }) => subjectId,
  kinds: {
    received,
    queued,
    abandoned,
    firstResponse,
    contactedAgain,
    waitingBegan,
    waitingEnded,
    moved,
    transferred,
    takenOver,
    conversationEnded,
    issueResolved,
    complained,
    complaintUpheld,
    orderStatusAsked,
    missingItemReported,
    missingItemSettled,
    goodwillPromised,
    goodwillPaid,
    refundDue,
    refundPaid,
    commitmentMade,
    commitmentKept,
    audited,
    rated,
    trainingOwed,
    trainingCompleted,
  },
});
