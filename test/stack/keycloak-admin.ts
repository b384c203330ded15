import { exchange } from './exchange.js';

interface Account {
  readonly username: string;
  readonly password: string;
}

/** What an administrator does in the console of Keycloak, by its REST interface. */
export class KeycloakAdmin {
  constructor(
    private readonly url: string,
    private readonly ca: Buffer,
    private readonly account: Account,
  ) {}

  /** A person with a password, in these groups of the realm. */
  async addPerson(username: string, password: string, groups: readonly string[]): Promise<void> {
    const [firstName, lastName, email] = [username, 'Test', `${username}@example.com`];
    const credentials = [{ type: 'password', value: password, temporary: false }];
    const named = { username, firstName, lastName, email, emailVerified: true, enabled: true };
    await this.ask('POST', 'users', { ...named, credentials, groups: groups.map((group) => `/${group}`) });
  }

  /** A client of the realm, as its console makes one. */
  async addClient(client: Readonly<Record<string, unknown>>): Promise<void> {
    await this.ask('POST', 'clients', client);
  }

  /** A new key, with which the realm signs from now on. The old ones stay published. */
  async rotateKey(): Promise<void> {
    const [{ id: parentId } = { id: '' }] = (await this.ask('GET', '')) as readonly { id: string }[];
    const config = { priority: ['1000'], enabled: ['true'], active: ['true'], algorithm: ['RS256'], keySize: ['2048'] };
    const provider = { providerId: 'rsa-generated', providerType: 'org.keycloak.keys.KeyProvider' };
    await this.ask('POST', 'components', { name: 'rotated', parentId, ...provider, config });
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const token = await this.signIn();
    const url = `${this.url}/admin/realms/cx-index/${path}`.replace(/\/$/, '');
    const { status, text } = await exchange(url, {
      ...{ ca: this.ca, method },
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (status >= 300) throw new Error(`Keycloak answers ${status} to ${method} ${path}: ${text}`);
    const answer = text === '' ? [] : (JSON.parse(text) as unknown);
    return Array.isArray(answer) ? answer : [answer];
  }

  /** Anew for each request: a token of an administrator is good for one minute, and a test takes several. */
  private async signIn(): Promise<string> {
    const form = { grant_type: 'password', client_id: 'admin-cli', ...this.account };
    const { text } = await exchange(`${this.url}/realms/master/protocol/openid-connect/token`, {
      ca: this.ca,
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    return (JSON.parse(text) as { access_token: string }).access_token;
  }
}
