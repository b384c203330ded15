import type { Metric, MetricDefinition } from '../metric.js';
import type { Training } from '../training.js';
import { agentsTrained } from './agents-trained.js';
import { commitmentsKept } from './commitments-kept.js';
import { complaintNotRepeated } from './complaint-not-repeated.js';
import { complaintNotUpheldOutside } from './complaint-not-upheld-outside.js';
import { complaintResolvedAtLast } from './complaint-resolved-at-last.js';
import { complaintResolvedSoon } from './complaint-resolved-soon.js';
import type { Contact } from './contact.js';
import { contactEasy } from './contact-easy.js';
import { contactSatisfaction } from './contact-satisfaction.js';
import { customerTimeWithinLimit } from './customer-time-within-limit.js';
import { firstResponseInTime } from './first-response-in-time.js';
import { goodwillPaidByPromisedDay } from './goodwill-paid-by-promised-day.js';
import { handedOffWithoutWaiting } from './handed-off-without-waiting.js';
import { handleSeconds } from './handle-seconds.js';
import { handledWithoutTransfer } from './handled-without-transfer.js';
import { missingItemSettledAtOnce } from './missing-item-settled-at-once.js';
import { noComplaint } from './no-complaint.js';
import { noCriticalError } from './no-critical-error.js';
import { noOrderStatusQuestion } from './no-order-status-question.js';
import { notAbandoned } from './not-abandoned.js';
import { refundPaidInTime } from './refund-paid-in-time.js';
import { resolvedInTime } from './resolved-in-time.js';
import { serviceLevel } from './service-level.js';
import { solvedWithFewContacts } from './solved-with-few-contacts.js';
import { solvedWithoutSecondContact } from './solved-without-second-contact.js';
import { stayedResolved } from './stayed-resolved.js';

/** Every definition that judges a contact, the scored ones first. A definition that was published is never removed. */
export const OF_CONTACT: readonly Metric<Contact>[] = [
  firstResponseInTime,
  solvedWithoutSecondContact,
  goodwillPaidByPromisedDay,
  resolvedInTime,
  refundPaidInTime,
  commitmentsKept,
  noCriticalError,
  missingItemSettledAtOnce,
  contactSatisfaction,
  stayedResolved,
  handledWithoutTransfer,
  solvedWithFewContacts,
  serviceLevel,
  notAbandoned,
  noComplaint,
  noOrderStatusQuestion,
  complaintResolvedSoon,
  complaintResolvedAtLast,
  complaintNotRepeated,
  complaintNotUpheldOutside,
  customerTimeWithinLimit,
  handedOffWithoutWaiting,
  handleSeconds,
  contactEasy,
];

/** Every definition that judges a training. */
export const OF_TRAINING: readonly Metric<Training>[] = [agentsTrained];

/** Every definition of support's metrics. */
export const SUPPORT: readonly MetricDefinition[] = [...OF_CONTACT, ...OF_TRAINING];
