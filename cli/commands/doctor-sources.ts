import type { SourceFault } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Finding } from './doctor-transport.js';

/** From which processes one process cannot fetch batches. */
export interface SourceFaultsOf {
  /** "delivery", "scoring" */
  readonly process: string;
  readonly sourceFaults: readonly SourceFault[];
}

/** One line for each process that cannot fetch batches from another one. */
export function sourceFindings(all: readonly SourceFaultsOf[]): Finding[] {
  return all.flatMap(({ process, sourceFaults }) =>
    sourceFaults.map(({ source, reason, sentence, cure, detail, since }): Finding => {
      const from = since === undefined ? '' : ` since ${since.toISOString()}`;
      const text = `${process} cannot fetch batches from ${source}${from} (${reason}). ${sentence} ${cure} It says: ${detail}.`;
      return { sign: 'NO', text };
    }),
  );
}
