import { type FileRegistry, fromBinary, type JsonValue, toJson } from '@bufbuild/protobuf';
import { type Metadata, status as statusNumbers } from '@grpc/grpc-js';
import { RETRY_KEY } from '#libs/grpc/refusal.js';
import { encodeStatusDetails, STATUS_DETAILS_KEY } from '#libs/grpc/status-details.js';
import type { RefusedRequest } from './refused-request.js';

/** The HTTP code of each gRPC status, as google/rpc/code.proto has them. */
const HTTP_CODES: ReadonlyMap<number, number> = new Map([
  [statusNumbers.CANCELLED, 499],
  [statusNumbers.INVALID_ARGUMENT, 400],
  [statusNumbers.FAILED_PRECONDITION, 400],
  [statusNumbers.OUT_OF_RANGE, 400],
  [statusNumbers.UNAUTHENTICATED, 401],
  [statusNumbers.PERMISSION_DENIED, 403],
  [statusNumbers.NOT_FOUND, 404],
  [statusNumbers.ABORTED, 409],
  [statusNumbers.ALREADY_EXISTS, 409],
  [statusNumbers.RESOURCE_EXHAUSTED, 429],
  [statusNumbers.UNIMPLEMENTED, 501],
  [statusNumbers.UNAVAILABLE, 503],
  [statusNumbers.DEADLINE_EXCEEDED, 504],
]);

export interface Failure {
  readonly httpCode: number;
  /** google.rpc.Status */
  readonly status: JsonValue;
  /** Seconds after which the same request may succeed; undefined when it is not said. */
  readonly retryAfterSeconds: number | undefined;
}

/** A call that failed. */
export function failureOfCall(
  registry: FileRegistry,
  {
    code,
    details,
    metadata,
  }: { readonly code: number; readonly details: string; readonly metadata?: Metadata | null | undefined },
): Failure {
  const [bytes] = metadata?.get(STATUS_DETAILS_KEY) ?? [];
  const [wait] = metadata?.get(RETRY_KEY) ?? [];
  return {
    httpCode: HTTP_CODES.get(code) ?? 500,
    status: bytes instanceof Uint8Array ? statusJson(registry, bytes) : { code, message: details, details: [] },
    retryAfterSeconds: wait === undefined ? undefined : Math.max(1, Math.ceil(Number(wait) / 1_000)),
  };
}

const CODE_OF_HTTP = new Map([
  [404, statusNumbers.NOT_FOUND],
  [405, statusNumbers.UNIMPLEMENTED],
]);

/** A request that is no call. */
export function failureOfRequest(
  registry: FileRegistry,
  { reason, message, field, httpCode }: RefusedRequest,
): Failure {
  const code = CODE_OF_HTTP.get(httpCode) ?? statusNumbers.INVALID_ARGUMENT;
  const details = { code, message, reason, field, facts: {}, violations: [], retryAfterMs: undefined };
  return { httpCode, status: statusJson(registry, encodeStatusDetails(details)), retryAfterSeconds: undefined };
}

function statusJson(registry: FileRegistry, bytes: Uint8Array): JsonValue {
  const status = registry.getMessage('google.rpc.Status');
  if (status === undefined) throw new Error('the descriptor image does not declare google.rpc.Status');
  return toJson(status, fromBinary(status, bytes), { registry, alwaysEmitImplicit: true });
}
