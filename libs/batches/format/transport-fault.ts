import type { TransportFault as Message } from '#libs/contracts/cx/batches/v1/batches.js';
import { TRANSPORT_REASONS, type TransportFault } from '#libs/domain/transport-fault.js';

/** A fault as callers read it: with the sentences of its reason, so that a client of another version can show them. */
export function faultToProto({ task, reason, detail, since }: TransportFault): Message {
  const { says: sentence, cure } = TRANSPORT_REASONS[reason];
  return { task, reason, sentence, cure, detail, since: new Date(since) };
}
