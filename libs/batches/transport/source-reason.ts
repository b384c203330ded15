import type { SourceReason } from '#libs/domain/source-fault.js';
import { addressOf, refusalOf } from '#libs/grpc/client.js';

/** What TLS says when it does not believe a server; OpenSSL's and Node's words. */
const UNTRUSTED = /certificate|altnames|self[- ]signed/i;
/** As `connectTo` says it; it speaks of certificates too. */
const ANOTHER = /another service answers/;
const REASON_OF: Readonly<Record<string, SourceReason>> = {
  CALLER_UNKNOWN: 'NOT_PROVEN',
  CALLER_NOT_ALLOWED: 'NOT_AUTHORIZED',
};
/** CANCELLED, DEADLINE_EXCEEDED and UNAVAILABLE: statuses that grpc-js gives by itself when no server answers. */
const UNANSWERED: ReadonlySet<unknown> = new Set([1, 4, 14]);
const LONGEST = 300;

/** Why a source did not give its batches, and what it or the connection said. */
export function sourceReason(error: unknown): { readonly reason: SourceReason; readonly detail: string } {
  const refusal = refusalOf(error);
  const text = error instanceof Error ? error.message : String(error);
  const address = addressOf(error);
  const detail = `${address === undefined ? '' : `${address}: `}${refusal?.message ?? text}`.slice(0, LONGEST);
  return { reason: reasonOf(error, refusal?.reason, text), detail };
}

function reasonOf(error: unknown, reason: string | undefined, text: string): SourceReason {
  if (reason !== undefined) return REASON_OF[reason] ?? 'SOURCE_FAILS';
  if (ANOTHER.test(text)) return 'SOURCE_IS_ANOTHER';
  if (UNTRUSTED.test(text)) return 'SOURCE_UNTRUSTED';
  return UNANSWERED.has((error as { code?: unknown }).code) ? 'SOURCE_UNREACHABLE' : 'SOURCE_FAILS';
}
