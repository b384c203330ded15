import type { DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Day } from '#libs/domain/time.js';
import { documentBound } from '../company/document-bound.js';
import { type ReadPlan, readPlan } from './plan-file.js';

/** The published plan that holds in a period. */
export interface BoundPlan extends ReadPlan {
  /** "documents/pay-plan/versions/2" */
  readonly name: string;
  /** It was published after its first day had begun, so nothing is payable by it in a period that had begun by then. */
  readonly boundAfterStart: boolean;
}

/** The newest plan that holds from the first day of a period or earlier; undefined when none does. */
export async function boundPlan(documents: DocumentServiceClient, firstDay: Day): Promise<BoundPlan | undefined> {
  const found = await documentBound(documents, 'pay-plan', firstDay);
  const read = found && readPlan(found.text);
  return found && read && { ...read, name: found.name, boundAfterStart: found.boundAfterStart };
}
