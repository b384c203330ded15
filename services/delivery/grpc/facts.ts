import { trainingCompleted, trainingOwed } from '#libs/cases/facts/training-kinds.js';
import { departmentFacts } from '#libs/cases/grpc/department-facts.js';
import type { KnownOfParcel } from '#libs/catalogue/delivery/parcel.js';
import type { KnownOfSubject } from '#libs/catalogue/delivery/subject.js';
import type { KnownOfTraining } from '#libs/catalogue/training.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { askedAfter } from '../facts/asked-after.js';
import { attempted } from '../facts/attempted.js';
import { collectionInVain } from '../facts/collection-in-vain.js';
import { courtesyAudited } from '../facts/courtesy-audited.js';
import { damageFound } from '../facts/damage-found.js';
import { delivered } from '../facts/delivered.js';
import { dispatched } from '../facts/dispatched.js';
import { escalated } from '../facts/escalated.js';
import { failureTold } from '../facts/failure-told.js';
import { feeCharged } from '../facts/fee-charged.js';
import { feedbackGiven } from '../facts/feedback-given.js';
import { foundIncomplete } from '../facts/found-incomplete.js';
import { instructionChecked } from '../facts/instruction-checked.js';
import { instructionGiven } from '../facts/instruction-given.js';
import { lost } from '../facts/lost.js';
import { notReceived } from '../facts/not-received.js';
import { proofTaken } from '../facts/proof-taken.js';
import { readyForCollection } from '../facts/ready-for-collection.js';
import { returnedToSender } from '../facts/returned-to-sender.js';
import { routeDriven } from '../facts/route-driven.js';
import { scanned } from '../facts/scanned.js';
import { windowTold } from '../facts/window-told.js';

/** What carriers and customers report. */
export const deliveryFacts = departmentFacts<DeliveryFact, KnownOfParcel | KnownOfSubject | KnownOfTraining>({
  message: DeliveryFact,
  caseKind: 'order',
  caseIdOf: ({ orderId }) => orderId,
  parcelIdOf: ({ parcelId }) => parcelId,
  subjectIdOf: ({ subjectId }) => subjectId,
  kinds: {
    delivered,
    readyForCollection,
    dispatched,
    scanned,
    windowTold,
    attempted,
    proofTaken,
    instructionGiven,
    instructionChecked,
    damageFound,
    lost,
    returnedToSender,
    notReceived,
    feeCharged,
    escalated,
    feedbackGiven,
    collectionInVain,
    foundIncomplete,
    failureTold,
    askedAfter,
    routeDriven,
    courtesyAudited,
    trainingOwed,
    trainingCompleted,
  },
});
