import { BadRequest, ErrorInfo, PreconditionFailure, RetryInfo } from '#libs/contracts/google/rpc/error_details.js';
import { Status } from '#libs/contracts/google/rpc/status.js';
import type { Violation } from '#libs/domain/error.js';

/** The metadata key under which every gRPC library looks for a google.rpc.Status. */
export const STATUS_DETAILS_KEY = 'grpc-status-details-bin';

export interface StatusDetails {
  /** Number of the gRPC status. */
  readonly code: number;
  readonly message: string;
  /** UPPER_SNAKE_CASE, from the one closed list. */
  readonly reason: string;
  /** The request field it is about; empty when it is about the whole call. */
  readonly field: string;
  /** Figures for programs. */
  readonly facts: Readonly<Record<string, string>>;
  /** Conditions that are not met. */
  readonly violations: readonly Violation[];
  /** Milliseconds after which the caller may try again; undefined when it is not said. */
  readonly retryAfterMs: number | undefined;
}

/**
 * The bytes of a google.rpc.Status with an ErrorInfo, a BadRequest when a field is named, a PreconditionFailure when conditions are
 * not met, and a RetryInfo when a wait helps.
 */
export function encodeStatusDetails(details: StatusDetails): Uint8Array {
  const { code, message } = details;
  return Status.encode(Status.fromPartial({ code, message, details: messagesOf(details) })).finish();
}

function messagesOf({ message, reason, field, facts, violations, retryAfterMs }: StatusDetails) {
  const info = ErrorInfo.fromPartial({ reason, domain: 'cx-index', metadata: new Map(Object.entries(facts)) });
  const details = [packed('google.rpc.ErrorInfo', ErrorInfo.encode(info).finish())];
  if (field !== '') {
    const request = BadRequest.fromPartial({ fieldViolations: [{ field, description: message, reason }] });
    details.push(packed('google.rpc.BadRequest', BadRequest.encode(request).finish()));
  }
  if (violations.length > 0) {
    const failure = PreconditionFailure.fromPartial({
      violations: violations.map(({ reason: type, subject, description }) => ({ type, subject, description })),
    });
    details.push(packed('google.rpc.PreconditionFailure', PreconditionFailure.encode(failure).finish()));
  }
  if (retryAfterMs !== undefined) {
    const retryDelay = { seconds: BigInt(Math.trunc(retryAfterMs / 1_000)), nanos: (retryAfterMs % 1_000) * 1_000_000 };
    details.push(packed('google.rpc.RetryInfo', RetryInfo.encode(RetryInfo.fromPartial({ retryDelay })).finish()));
  }
  return details;
}

/** A google.protobuf.Any. */
function packed(type: string, value: Uint8Array) {
  return { typeUrl: `type.googleapis.com/${type}`, value: Buffer.from(value) };
}
