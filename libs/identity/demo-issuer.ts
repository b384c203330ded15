import { readDescription } from './read-description.js';

/** The demo issuer says by this member of its description that it is one. */
export const DEMO_SIGN = 'cx_demo_issuer';

/** Whether an issuer says that it is the demo issuer. Parameters and errors: see `readDescription`. */
export async function isDemoIssuer(issuer: string, authority: string | undefined): Promise<boolean> {
  return (await readDescription(issuer, authority))[DEMO_SIGN] === true;
}
