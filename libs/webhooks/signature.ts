import { createHmac } from 'node:crypto';

/** What is signed of a message. */
export interface SignedParts {
  /** Without ".". */
  readonly id: string;
  /** When it is sent, in whole seconds since 1970. */
  readonly timestamp: number;
  /** The bytes of the request, as text. */
  readonly body: string;
}

/**
 * The header webhook-signature: one signature for each key, so that a receiver with any one of them can verify.
 *
 * @param keys  one or more
 * @see   https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md: HMAC-SHA256 of "id.timestamp.body"
 */
export function signatures(keys: readonly Buffer[], { id, timestamp, body }: SignedParts): string {
  const signed = `${id}.${timestamp}.${body}`;
  return keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ');
}
