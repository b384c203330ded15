import { createHmac } from 'node:crypto';

/** The person that `npx cx` acts for in the demo, where no other is named. */
export const DEFAULT_PERSON = 'you';
/** The client that may get a token for every person of the demo. */
export const DEMO_CLIENT = 'cx-demo';
/** The grant by which that client gets one. No other issuer has it. */
export const DEMO_GRANT = 'urn:cx-index:demo-person';

/** The secret of a client of the demo issuer: every name has one, so that a feed needs no registration. */
export function feedSecret(demoSecret: string, client: string): string {
  return createHmac('sha256', demoSecret).update(client).digest('hex');
}
