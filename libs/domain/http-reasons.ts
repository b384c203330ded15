/** What a reason means and what the caller does, and the HTTP code that it is sent with. */
interface HttpReasonSpec {
  readonly httpCode: number;
  readonly description: string;
}

/** Why an HTTP request is refused before it becomes a call. The one closed list: docs/errors.md is printed from it. */
export const HTTP_REASONS = {
  PATH_UNKNOWN: {
    httpCode: 404,
    description: 'No call has this path; docs/openapi.yaml lists all of them. A `/` inside a name is written `~`.',
  },
  METHOD_NOT_ALLOWED: {
    httpCode: 405,
    description: 'HTTP only reads: send GET or HEAD. Whatever changes something is called by gRPC.',
  },
  BODY_UNEXPECTED: {
    httpCode: 400,
    description: 'The request has a body, and no call takes one; put everything into the address.',
  },
  PARAMETER_UNKNOWN: {
    httpCode: 400,
    description: 'The call has no such parameter; its path in docs/openapi.yaml lists them.',
  },
  PARAMETER_INVALID: {
    httpCode: 400,
    description: 'The value of a parameter is not of its type, or the parameter is sent twice and takes one value.',
  },
} as const satisfies Readonly<Record<string, HttpReasonSpec>>;

export type HttpReason = keyof typeof HTTP_REASONS;
