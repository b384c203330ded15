/** Why a message was not delivered, and what to look at. The one closed list: docs/webhooks.md is compared with it. */
export const FAILURES = {
  URL_NOT_ALLOWED: 'The URL is not https, and the installation does not allow http.',
  HOST_UNKNOWN: 'The name of the host has no address.',
  ADDRESS_NOT_ALLOWED: 'An address of the host is not public, and the installation does not name the host.',
  CONNECTION_FAILED: 'The receiver could not be connected to, or ended the connection without an answer.',
  TLS_FAILED: 'The certificate of the receiver is not believed, or TLS failed otherwise.',
  TIMEOUT: 'The receiver did not answer in time.',
  REDIRECTED: 'The receiver answered with a redirect, which is not followed.',
  REFUSED: 'The receiver answered with a status of 400 to 499.',
  RECEIVER_FAILED: 'The receiver answered with a status from 500 on.',
  SECRET_MISSING: 'The installation has no secret of the name that the subscription states.',
} as const satisfies Record<string, string>;

export type Failure = keyof typeof FAILURES;
export const FAILURE_REASONS = Object.keys(FAILURES) as Failure[];
