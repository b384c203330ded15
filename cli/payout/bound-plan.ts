import type { Document, DocumentServiceClient } from '#libs/contracts/cx/documents/v1/documents.js';
import type { Day } from '#libs/domain/time.js';
import { call as ask } from '#libs/grpc/client.js';
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
  const holding = await newestFrom(documents, firstDay);
  if (holding === undefined) return undefined;
  const { name, text, boundAfterStart } = await ask(documents, 'getDocument', { name: holding.name });
  const read = readPlan(text);
  return read === undefined ? undefined : { ...read, name, boundAfterStart };
}

async function newestFrom(documents: DocumentServiceClient, firstDay: Day): Promise<Document | undefined> {
  let pageToken = '';
  do {
    const page = await ask(documents, 'listDocuments', { parent: 'documents/pay-plan', pageSize: 0, pageToken });
    const found = page.documents.find((one) => one.firstDay <= firstDay);
    if (found !== undefined) return found;
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return undefined;
}
