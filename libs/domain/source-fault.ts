import type { Source } from './source.js';
import type { Instant } from './time.js';

/** What a reason means, and what the operator does about it; both are sentences. */
interface SourceReasonSpec {
  readonly says: string;
  readonly cure: string;
}

const spec = (says: string, cure: string): SourceReasonSpec => ({ says, cure });

/**
 * Everything that keeps a process from fetching batches from the process that sealed them. The one closed list: docs/transport.md is printed
 * from it. Nothing is lost by any of them: the source keeps its batches.
 */
export const SOURCE_REASONS = {
  SOURCE_UNREACHABLE: spec(
    'No process answers at the address in CX_UPSTREAMS.',
    'Start it, correct CX_UPSTREAMS, or let the network pass the call.',
  ),
  SOURCE_IS_ANOTHER: spec(
    'Another service answers at the address in CX_UPSTREAMS; nothing was sent to it.',
    'Correct CX_UPSTREAMS, or give the process there the certificate of the service that it is.',
  ),
  SOURCE_UNTRUSTED: spec(
    'The certificate of the process there was not signed by an authority that this one believes, or is for another host.',
    'Write all authorities of the installation into CX_TLS_CA_FILE of both, and the host into the certificate.',
  ),
  NOT_PROVEN: spec(
    'The process there does not believe the certificate of this one.',
    'Renew the certificate of this process; compare CX_TLS_CA_FILE and CX_TRUST_DOMAIN of both.',
  ),
  NOT_AUTHORIZED: spec(
    'The process there knows this one and does not let it fetch batches.',
    'Give this process the certificate of the service that it is; only scoring reads observations, and departments each other’s milestones.',
  ),
  SOURCE_FAILS: spec(
    'The process there answers with an error.',
    'Look at its log and at its database; the detail has what it answered.',
  ),
} satisfies Readonly<Record<string, SourceReasonSpec>>;

export type SourceReason = keyof typeof SOURCE_REASONS;

/** A source from which this process cannot fetch batches, as long as it lasts. */
export interface SourceFault {
  readonly source: Source | 'scoring';
  readonly reason: SourceReason;
  /** What the source or the connection answered. */
  readonly detail: string;
  readonly since: Instant;
}
