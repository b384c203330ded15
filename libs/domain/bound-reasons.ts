import { spec } from './reason-spec.js';

/** The reasons of the bounds that hold for every call (docs/bounds.md). They are part of the one list, `REASONS`. */
export const BOUND_REASONS = {
  MESSAGE_TOO_LARGE: spec(
    'RESOURCE_EXHAUSTED',
    'The message is larger than CX_MESSAGE_BYTES (4 MiB), also after it was inflated, or has more fields than CX_MESSAGE_FIELDS (100,000); send less in a call.',
  ),
  MESSAGE_UNREADABLE: spec(
    'INVALID_ARGUMENT',
    'The bytes of the request are not the message that the call takes; the client was made from another contract.',
  ),
  METADATA_TOO_LARGE: spec(
    'RESOURCE_EXHAUSTED',
    'The call brings more metadata than CX_METADATA_BYTES (16 KiB). Above 64 KiB HTTP/2 itself refuses the call, without a reason.',
  ),
  TOO_MANY_CALLS: spec(
    'RESOURCE_EXHAUSTED',
    'The caller sends this method more often than CX_CALLS_PER_SECOND; wait as RetryInfo says, then send the call again.',
  ),
  TOO_MANY_CALLS_AT_ONCE: spec(
    'RESOURCE_EXHAUSTED',
    'The caller has as many open calls and streams as CX_CALLS_AT_ONCE; end some, or wait as RetryInfo says.',
  ),
  TOO_MANY_BYTES: spec(
    'RESOURCE_EXHAUSTED',
    'The open calls of the caller have brought more than CX_BYTES_AT_ONCE; wait as RetryInfo says, then send the call again.',
  ),
  STREAM_TOO_LONG: spec(
    'UNAVAILABLE',
    'The stream was open for CX_STREAM_SECONDS; open another one, and send again what was not answered.',
  ),
} as const;
