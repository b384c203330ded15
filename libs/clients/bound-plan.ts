import type { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import { type ReadPlan, readPlan } from '#libs/documents/pay-plan/read-plan.js';
import type { Day } from '#libs/domain/time.js';
import type { PlanInForce } from '#libs/payout/close/allocate-roster.js';
import { documentBound } from './document-bound.js';

/** The published plan that holds in a period. */
export type BoundPlan = PlanInForce & ReadPlan;

/** The newest plan that holds from the first day of a period or earlier; undefined when none does. */
export async function boundPlan(documents: DocumentServiceClient, firstDay: Day): Promise<BoundPlan | undefined> {
  const found = await documentBound(documents, 'pay-plan', firstDay);
  const read = found && readPlan(found.text);
  return found && read && { ...read, name: found.name, boundAfterStart: found.boundAfterStart };
}
