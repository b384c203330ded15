import { status } from '@grpc/grpc-js';
import { addressOf } from '#libs/grpc/client.js';
import { refusalOf } from '#libs/grpc/refusal.js';
import { OTHER_SERVICE } from '#libs/identity/other-service.js';
import { readAddresses, sourceOf } from './addresses.js';
import { UnansweredError } from './unanswered.js';

/** One sentence about a call that a service refused or did not answer; undefined when the error is a bug in `cx`. */
export function sentenceOf(error: unknown, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return `${refusal.reason}: ${refusal.message}`;
  if (error instanceof UnansweredError) return error.message;
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const place = placeOf(addressOf(error) ?? '', env);
  const other = otherIn(error);
  if (other !== undefined) return `SERVICE_IS_ANOTHER: At ${place} ${other}. Nothing was sent to it. ${OTHER_CURE}`;
  if (code === status.UNAVAILABLE) return `Nothing answers at ${place}. ${CURE}`;
  if (code === status.DEADLINE_EXCEEDED) return `No answer came in time from ${place}. ${CURE}`;
  return `${place} returned ${status[code]}. It may run another version; see its log.`;
}

const CURE =
  'Start everything with: npm start. If it runs elsewhere, set CX_DATA to its data folder, CX_PORT_BASE to its first port, or CX_ADDRESSES to its addresses: cx --help.';

const OTHER_CURE =
  'Correct the address, or give the process there the certificate of the service that it is: docs/secure-connections.md.';

/** Whether the call was not sent, since the server there has the certificate of another service. */
export function isOther(error: unknown): boolean {
  return otherIn(error) !== undefined;
}

/** What was found at the address: "another service answers: scoring was meant, and the certificate is that of delivery". */
function otherIn(error: unknown): string | undefined {
  const text = codeOf(error) === status.UNAVAILABLE && error instanceof Error ? error.message : '';
  return new RegExp(`${OTHER_SERVICE}: .*?(?=\\.?(?: Resolution note|$))`).exec(text)?.[0];
}

/** "127.0.0.1:7100 (scoring, address from CX_DATA)" */
function placeOf(address: string, env: NodeJS.ProcessEnv): string {
  const [name] = Object.entries(readAddresses(env)).find(([, known]) => known === address) ?? [];
  return name === undefined ? address : `${address} (${name}, address from ${sourceOf(name, env)})`;
}

function codeOf(error: unknown): status | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined;
}
