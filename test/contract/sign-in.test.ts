import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signInWithBrowser } from '#cli/session/browser.js';
import { readIssuer } from '#cli/session/issuer.js';
import type { Session } from '#cli/session/session-file.js';
import { LocalAuthority } from '#deploy/local/tls/local-authority.js';
import { type EndpointAnswer, TestIssuer } from '#test/doubles/test-issuer.js';
import { exchange } from '#test/stack/exchange.js';
import { runCx } from '#test/stack/run-cx.js';
import { typeCx } from '#test/stack/typed-cx.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-sign-in-'));
const authority = new LocalAuthority({ dataDir: folder });
let issuer: TestIssuer;
let env: Record<string, string>;
beforeAll(async () => {
  await authority.ensure(['issuer']);
  issuer = await TestIssuer.start(authority.filesOf('issuer'));
  env = {
    CX_OIDC_ISSUER: issuer.url,
    CX_OIDC_CA_FILE: authority.filesOf('ca').certificate,
    CX_DATA: join(folder, 'no-npm-start'),
    PATH: '', // no browser is opened
  };
});
/** Each test has a user of its own, who is not signed in. */
beforeEach(() => {
  const home = mkdtempSync(join(folder, 'home-'));
  env = { ...env, HOME: home, XDG_CONFIG_HOME: home };
  for (const endpoint of issuer.endpoints.values()) {
    endpoint.forms.length = 0;
    endpoint.pauseMs = 0;
  }
});
afterAll(async () => {
  await issuer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cx = (...words: string[]) => runCx(words, env);
const refused = (error: string, description?: string): EndpointAnswer => ({
  status: 400,
  body: { error, error_description: description },
});
/** A token of a person, who may be renewed by "refresh-1". */
const given = async (subject: string, seconds = 300): Promise<EndpointAnswer> => ({
  status: 200,
  body: {
    access_token: await issuer.token({ claims: { sub: subject } }),
    ...{ expires_in: seconds, refresh_token: 'refresh-1' },
  },
});
const answer = (path: string, ...answers: EndpointAnswer[]) => {
  issuer.endpoint(path).answers = answers;
};
/** The device flow, with a code that is good for a minute. */
const offerCode = (stated: object = {}) => {
  const body = { device_code: 'device', user_code: 'WDJB-MJHT', verification_uri: 'https://login.test/device' };
  answer('/device', { status: 200, body: { ...body, expires_in: 60, interval: 0.02, ...stated } });
};
const sessionFile = () => {
  const [name] = readdirSync(env['HOME'] ?? '', { recursive: true, encoding: 'utf8' }).filter((one) =>
    /json$/.test(one),
  );
  return join(env['HOME'] ?? '', name ?? 'there is none');
};
const signIn = async (subject: string, seconds?: number) => {
  offerCode();
  answer('/token', await given(subject, seconds));
  expect((await cx('login')).code).toBe(0);
};

describe('cx login, by a code', () => {
  it('prints address and code, asks until the person has signed in, and says who that is', async () => {
    offerCode();
    answer('/token', refused('authorization_pending'), refused('authorization_pending'), await given('anna'));
    const { code, stdout, stderr } = await cx('login');
    expect([code, stdout]).toEqual([0, `Signed in at ${issuer.url} as anna.\n`]);
    expect(stderr).toContain('Open https://login.test/device and enter the code WDJB-MJHT');
    const { forms } = issuer.endpoint('/token');
    expect(forms.map(({ device_code: device, client_id: client }) => [device, client])).toEqual(
      Array(3).fill(['device', 'cx']),
    );
  });

  it('asks five seconds more seldom when the issuer says that it asks too often', async () => {
    offerCode();
    answer('/token', refused('slow_down'), await given('anna'));
    const { code, seconds } = await cx('login');
    expect(code).toBe(0);
    expect(seconds).toBeGreaterThan(5);
  });

  it.each<[string, EndpointAnswer, object, string]>([
    [
      'denied it in the browser',
      refused('access_denied'),
      {},
      'Not signed in: the sign-in was denied in the browser. Try again: cx login',
    ],
    [
      'entered it too late',
      refused('expired_token'),
      {},
      'Not signed in: the code was not entered in time. Try again: cx login',
    ],
    [
      'never entered it',
      refused('authorization_pending'),
      { expires_in: 0.2 },
      'Not signed in: the code was not entered in time. Try again: cx login',
    ],
  ])('says what to do when the person %s', async (_, token, offered, message) => {
    offerCode(offered);
    answer('/token', token);
    const { code, stderr } = await cx('login');
    expect([code, stderr.replaceAll('\n', ' ')]).toEqual([1, expect.stringContaining(message)]);
  });

  it('names the setting when the issuer does not know the client', async () => {
    answer('/device', refused('unauthorized_client', 'the client cx is not known'));
    const { code, stderr } = await cx('login');
    expect(code).toBe(1);
    expect(stderr.replaceAll('\n', ' ')).toContain('the client cx is not known. CX_OIDC_CLIENT names another client.');
  });

  it('names the settings when the issuer does not answer', async () => {
    const { code, stderr } = await runCx(['login'], { ...env, CX_OIDC_ISSUER: 'https://127.0.0.1:1' });
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('does not answer (ECONNREFUSED). Check CX_OIDC_ISSUER'),
    ]);
  });
});

describe('cx login --browser', () => {
  /** Starts it, and returns what the browser is sent to the issuer with. */
  const opened = async () => {
    const typed = typeCx(['login', '--browser'], env);
    const [, address = ''] = await typed.printed(/Open (\S+)/);
    const asked = new URL(address).searchParams;
    const back = (parameters: Record<string, string>) => {
      const url = new URL(asked.get('redirect_uri') ?? '');
      url.search = new URLSearchParams(parameters).toString();
      return exchange(url.href, { ca: Buffer.alloc(0) });
    };
    return { typed, asked, back, state: asked.get('state') ?? '' };
  };

  it('exchanges the code with the proof that it asked for it (PKCE)', async () => {
    answer('/token', await given('anna'));
    const { typed, asked, back, state } = await opened();
    const page = await back({ code: 'from-the-issuer', state, iss: issuer.url });
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('go back to the terminal')]);
    expect(await typed.ended).toMatchObject({ code: 0, text: expect.stringContaining('Signed in') });
    const [form] = issuer.endpoint('/token').forms;
    const challenge = createHash('sha256')
      .update(form?.['code_verifier'] ?? '')
      .digest('base64url');
    expect([asked.get('code_challenge_method'), asked.get('code_challenge')]).toEqual(['S256', challenge]);
    expect(form).toMatchObject({ code: 'from-the-issuer', redirect_uri: asked.get('redirect_uri') });
  });

  it('does not take a code that comes without its state, and goes on to wait for the right one', async () => {
    answer('/token', await given('anna'));
    const { typed, back, state } = await opened();
    expect((await back({ code: 'of-an-attacker', state: 'guessed' })).status).toBe(404);
    expect((await back({ code: 'of-an-attacker' })).status).toBe(404);
    await back({ code: 'good', state });
    expect((await typed.ended).code).toBe(0);
    expect(issuer.endpoint('/token').forms.map(({ code }) => code)).toEqual(['good']);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'the person denies it',
      { error: 'access_denied', error_description: 'End-User aborted' },
      'Not signed in: the issuer refused: End-User aborted. Try again, or without a browser on this machine: cx login',
    ],
    ['another issuer answers', { code: 'x', iss: 'https://other.test' }, 'the browser came back from another issuer'],
  ])('says what to do when %s', async (_, parameters, message) => {
    const { typed, back, state } = await opened();
    expect((await back({ ...parameters, state })).text).toContain('You are not signed in.');
    const { code, text } = await typed.ended;
    expect([code, text.replaceAll('\n', ' ')]).toEqual([1, expect.stringContaining(message)]);
    expect(issuer.endpoint('/token').forms).toEqual([]);
  });

  it('says what to do when the issuer does not take the code', async () => {
    answer('/token', refused('invalid_grant', 'the code was used before'));
    const { typed, back, state } = await opened();
    await back({ code: 'used', state });
    expect((await typed.ended).text).toContain(
      'Not signed in: the code was used before. Try again: cx login --browser',
    );
  });

  it('gives up when the browser does not come back', async () => {
    const remarks: string[] = [];
    const options = { remark: (line: string) => remarks.push(line), withinMs: 50, openBrowser: () => undefined };
    expect(await signInWithBrowser(readIssuer(env), options)).toBeUndefined();
    expect(remarks.at(-1)).toContain('Not signed in: the browser did not come back within');
  });
});

describe('the session', () => {
  const read = () => JSON.parse(readFileSync(sessionFile(), 'utf8')) as Session;

  it('is kept for its user only', async () => {
    await signIn('anna');
    expect(statSync(sessionFile()).mode & 0o777).toBe(0o600);
    expect(statSync(join(sessionFile(), '..')).mode & 0o777).toBe(0o700);
  });

  it('that other users could read is deleted and not used, and cx says so', async () => {
    await signIn('anna');
    const file = sessionFile();
    chmodSync(file, 0o640);
    const { code, stderr } = await cx('whoami');
    expect(code).toBe(2);
    expect(stderr.replaceAll('\n', ' ')).toContain('Other users of this machine could read');
    expect(stderr.replaceAll('\n', ' ')).toContain('sign in again with: cx login');
    expect(existsSync(file)).toBe(false);
  });

  it('is renewed before it ends, by its refresh token', async () => {
    await signIn('anna', 30); // less than the minute before the end in which it is renewed
    answer('/token', await given('anna-renewed'));
    expect((await cx('whoami')).stdout).toContain('anna-renewed at');
    expect(issuer.endpoint('/token').forms.at(-1)).toMatchObject({
      ...{ grant_type: 'refresh_token', refresh_token: 'refresh-1', client_id: 'cx' },
    });
    expect((await cx('whoami')).stdout).toContain('anna-renewed at'); // by the token that was kept
    expect(issuer.endpoint('/token').forms.length).toBe(2);
  });

  it('is renewed once when several cx need it at the same time, for its refresh token may be good once', async () => {
    await signIn('anna', 30);
    answer('/token', await given('anna-renewed'), refused('invalid_grant', 'the refresh token was used before'));
    issuer.endpoint('/token').pauseMs = 1_500; // longer than the three take to start
    const all = await Promise.all([cx('whoami'), cx('whoami'), cx('whoami')]);
    expect(all.map(({ code, stdout }) => [code, stdout.split(' ')[0]])).toEqual(Array(3).fill([0, 'anna-renewed']));
    expect(issuer.endpoint('/token').forms.length).toBe(2);
  });

  it('that the issuer does not renew has ended, and cx says what to do', async () => {
    await signIn('anna', 30);
    answer('/token', refused('invalid_grant', 'the session is over'));
    const { code, stderr } = await cx('whoami');
    expect([code, stderr]).toEqual([2, expect.stringContaining('has ended. Sign in again with: cx login')]);
  });

  it('of another issuer is not used', async () => {
    await signIn('anna');
    writeFileSync(sessionFile(), JSON.stringify({ ...read(), issuer: 'https://other.test' }), { mode: 0o600 });
    expect((await cx('whoami')).stderr).toContain('You are not signed in');
  });

  it('ends with cx logout, here and at the issuer', async () => {
    await signIn('anna');
    answer('/revoke', { status: 200, body: {} });
    const { code, stdout } = await cx('logout');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Signed out at')]);
    expect(issuer.endpoint('/revoke').forms).toEqual([{ token: 'refresh-1', client_id: 'cx' }]);
    expect(existsSync(sessionFile())).toBe(false);
    expect((await cx('logout')).stdout).toContain('You were not signed in');
    expect((await cx('whoami')).stderr).toContain('Sign in with: cx login');
  });

  it('that the issuer does not end is deleted here, and cx says that it lives there', async () => {
    await signIn('anna');
    answer('/revoke', { status: 503, body: {} });
    const { code, stderr } = await cx('logout');
    expect([code, stderr.replaceAll('\n', ' ')]).toEqual([1, expect.stringContaining('did not end it')]);
    expect(existsSync(sessionFile())).toBe(false);
  });
});
