/** The gRPC status a refusal travels with; `libs/grpc` turns the name into its number. */
export type StatusName =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'OUT_OF_RANGE'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED';

export interface ReasonSpec {
  readonly status: StatusName;
  /** What it means and what the caller can do, one sentence, printed in docs/errors.md. */
  readonly description: string;
}

export const spec = (status: StatusName, description: string): ReasonSpec => ({ status, description });
