import { createHash } from 'node:crypto';
import type { DocumentsIntake } from '#libs/cases/evidence/intake.js';

/** What a department says of documents before the first one has arrived. */
export const NO_DOCUMENTS: DocumentsIntake = {
  position: 0,
  sha256: createHash('sha256').digest(),
  publishedAt: undefined,
  missingBatches: 0n,
  quarantinedBatches: 0n,
};
