import Provider, { type Adapter, type ClientMetadata, type Configuration, type JWK } from 'oidc-provider';
import { DEMO_GRANT, feedSecret } from '#cli/session/demo.js';
import { DEMO_SIGN } from '#libs/identity/demo-issuer.js';
import { demoGrant } from './demo-grant.js';
import { DEMO_RESOURCE, DEMO_TOKENS, PUBLIC_CLIENT } from './demo-words.js';
import { addLoginPage } from './login-page.js';
import { MemoryAdapter } from './memory-adapter.js';
import { PEOPLE } from './people.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** An OpenID provider that knows the people of the demo, the program `cx`, and every feed by a secret made from its name. */
export function makeProvider(
  { issuer, demoSecret }: { readonly issuer: string; readonly demoSecret: string },
  signingKey: object,
): Provider {
  const provider = new Provider(issuer, configuration(demoSecret, signingKey));
  provider.proxy = false;
  provider.registerGrantType(DEMO_GRANT, demoGrant, ['person']);
  addLoginPage(provider);
  return provider;
}

function configuration(demoSecret: string, signingKey: object): Configuration {
  return {
    adapter: (model) => (model === 'Client' ? clients(demoSecret) : new MemoryAdapter()),
    jwks: { keys: [signingKey as JWK] },
    discovery: { [DEMO_SIGN]: true },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: [demoSecret] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => DEMO_RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => DEMO_TOKENS,
      },
    },
    scopes: ['openid', 'offline_access', 'cx'],
    findAccount: (_, subject) => {
      const person = PEOPLE.find((one) => one.subject === subject);
      if (person === undefined) return undefined;
      return { accountId: subject, claims: () => ({ sub: subject, name: person.name, groups: [...person.groups] }) };
    },
    extraTokenClaims: (_, token) => {
      const subject = 'accountId' in token ? token.accountId : undefined;
      return { groups: [...(PEOPLE.find((one) => one.subject === subject)?.groups ?? [])] };
    },
    // The people of the demo need not consent to what cx does for them.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({
        clientId: client?.clientId ?? '',
        accountId: session?.accountId ?? '',
      });
      grant.addOIDCScope('openid offline_access');
      grant.addResourceScope(DEMO_RESOURCE, 'cx');
      await grant.save();
      return grant;
    },
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
    rotateRefreshToken: true,
    ttl: {
      AccessToken: HOUR,
      ClientCredentials: HOUR,
      DeviceCode: 600,
      Session: DAY,
      Grant: 14 * DAY,
      RefreshToken: 14 * DAY,
      Interaction: HOUR,
      IdToken: HOUR,
    },
  };
}

/** `cx` is a public client, as every program on the machine of a person. Any other name is a feed. */
function clients(demoSecret: string): Adapter {
  const find = async (id: string): Promise<ClientMetadata> =>
    id === PUBLIC_CLIENT
      ? {
          client_id: id,
          application_type: 'native',
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
          response_types: ['code'],
          redirect_uris: ['http://127.0.0.1/signed-in'],
        }
      : {
          client_id: id,
          client_secret: feedSecret(demoSecret, id),
          token_endpoint_auth_method: 'client_secret_post',
          grant_types: ['client_credentials', DEMO_GRANT],
          response_types: [],
          redirect_uris: [],
        };
  return Object.assign(new MemoryAdapter(), { find }) as Adapter;
}
