import { TRANSPORT_REASONS, type TransportReason } from '#libs/domain/transport-fault.js';

/** Why reading or writing Kafka failed, by a reason from the closed list. The error of the tool is its `cause`. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  /** @param detail  what Kafka or its client said, and about which topic */
  constructor(
    readonly reason: TransportReason,
    readonly detail: string,
    cause: unknown,
  ) {
    super(`${TRANSPORT_REASONS[reason].says} (${reason}: ${detail})`, { cause });
  }
}
