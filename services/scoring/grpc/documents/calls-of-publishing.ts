import type { DocumentKind } from '#libs/domain/document-kind.js';
import { CxError } from '#libs/domain/error.js';
import { isWritten } from '#libs/domain/one-line.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { Publishing } from '../../documents/publish.js';

/** What the two calls share by which two people publish a document. */
export interface PublishingCalls {
  readonly publishing: Publishing;
  readonly clock: Clock;
  readonly metrics: Pick<Metrics, 'documentsTotal'>;
}

/** @throws {CxError} REASON_MISSING */
export function requireReason({ reason }: { readonly reason: string }): void {
  if (!isWritten(reason))
    throw new CxError('REASON_MISSING', 'say why, in one line that can be printed', { field: 'reason' });
}

/** Counts a refusal of the work with its reason. */
export async function countingRefusals<T>(
  { metrics }: Pick<PublishingCalls, 'metrics'>,
  kind: DocumentKind,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CxError) metrics.documentsTotal.inc({ kind, result: 'refused', reason: error.reason });
    throw error;
  }
}
