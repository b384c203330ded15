import { SettingError } from '../addresses.js';
import type { Command } from '../command.js';
import { ask, endpointsOf } from '../session/ask-issuer.js';
import { type Issuer, readIssuer } from '../session/issuer.js';
import { readSession, removeSession } from '../session/session-file.js';

/** `cx logout`: ends the session of this user. */
export const logout: Command = {
  parameters: '',
  description: 'Signs out: deletes the session of this user and asks the issuer to end it.',
  example: 'cx logout',
  run: async (call) => {
    const issuer = readIssuer(process.env);
    const session = readSession(issuer, '');
    removeSession(issuer, '');
    if (session === undefined) {
      call.print(`You were not signed in at ${issuer.url}.`);
      return 0;
    }
    if (!(await isRevoked(issuer, session.refreshToken ?? session.accessToken))) {
      call.remark(
        `The session is deleted here. ${issuer.url} did not end it, so it lives there until it ends by itself. End it on the page of your account there.`,
      );
      return 1;
    }
    call.print(
      `Signed out at ${issuer.url}. An access token that a program still holds ends by itself within an hour.`,
    );
    return 0;
  },
};

/** Whether the issuer ended the session. */
async function isRevoked(issuer: Issuer, token: string): Promise<boolean> {
  try {
    const { revocation_endpoint: endpoint } = await endpointsOf(issuer);
    if (endpoint === undefined) return false;
    return (await ask(issuer, endpoint, { token, client_id: issuer.client })).status === 200;
  } catch (error) {
    if (error instanceof SettingError) return false; // it does not answer
    throw error;
  }
}
