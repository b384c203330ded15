import { errors, type TokenEndpointGrantContext } from 'oidc-provider';
import { DEMO_CLIENT } from '#cli/session/demo.js';
import { DEMO_RESOURCE, DEMO_TOKENS } from './demo-words.js';
import { PEOPLE } from './people.js';

/**
 * Gives a token for a person of the demo to the client that knows the secret in the data folder. So `npx cx --as hr-maker` needs no
 * browser. No other issuer has this grant.
 */
export async function demoGrant(ctx: TokenEndpointGrantContext<{ person?: string }>): Promise<void> {
  const { provider, client, params } = ctx.oidc;
  if (client.clientId !== DEMO_CLIENT) throw new errors.InvalidClient('this client may not act for people');
  const person = PEOPLE.find(({ subject }) => subject === params.person);
  if (person === undefined) throw new errors.InvalidGrant(`the demo knows no person ${params.person}`);
  const grant = new provider.Grant({ accountId: person.subject, clientId: client.clientId });
  grant.addResourceScope(DEMO_RESOURCE, 'cx');
  const grantId = await grant.save();
  const token = new provider.AccessToken({ accountId: person.subject, client, grantId, gty: 'demo', scope: 'cx' });
  token.resourceServer = new provider.ResourceServer(DEMO_RESOURCE, DEMO_TOKENS);
  ctx.body = { access_token: await token.save(), expires_in: token.expiration, token_type: 'Bearer', scope: 'cx' };
}
