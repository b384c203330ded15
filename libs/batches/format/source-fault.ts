import type { SourceFault as Message } from '#libs/contracts/cx/batches/v1/batches.js';
import { SOURCE_REASONS, type SourceFault } from '#libs/domain/source-fault.js';

/** A fault as callers read it: with the sentences of its reason, so that a client of another version can show them. */
export function sourceFaultToProto({ source, reason, detail, since }: SourceFault): Message {
  const { says: sentence, cure } = SOURCE_REASONS[reason];
  return { source, reason, sentence, cure, detail, since: new Date(since) };
}
