import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '#cli/session/session-file.js';
import { type LocalIdentity, startIdentity } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { FormBrowser } from '#test/stack/form-browser.js';
import { runCx } from '#test/stack/run-cx.js';
import { typeCx } from '#test/stack/typed-cx.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-demo-sign-in-'));
const env = { CX_DATA: folder, PATH: '' };
let identity: LocalIdentity;
beforeAll(async () => {
  identity = await startIdentity({ dataDir: folder, logDir: folder, port: await freePort(), names: ['scoring'] });
  await identity.ready;
  writeFileSync(join(folder, 'addresses.json'), '{}');
});
afterAll(async () => {
  await identity?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cx = (...words: string[]) => runCx(words, env);
/** The session of the person who signed in last. */
const session = (): { readonly file: string; readonly kept: Session } => {
  const files = readdirSync(join(folder, 'sessions')).map((name) => join(folder, 'sessions', name));
  const [file = ''] = files.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return { file, kept: JSON.parse(readFileSync(file, 'utf8')) as Session };
};

describe('cx login at the demo issuer', () => {
  it('signs in by a code that a person enters in a browser', async () => {
    const typed = typeCx(['login'], env);
    const [, address = ''] = await typed.printed(/or open (\S+)/);
    const browser = new FormBrowser(identity.authority);
    await browser.open(address);
    await browser.submit({ confirm: 'yes' });
    expect(browser.shown.text).toContain('It asks for no password');
    await browser.submit({ person: 'auditor' });
    expect(browser.shown.status).toBe(200);
    expect(await typed.ended).toMatchObject({ code: 0, text: expect.stringContaining('as auditor.') });
    expect((await cx('whoami')).stdout).toContain('groups: auditors');
  });

  it('says so when the person denies it in the browser', async () => {
    const typed = typeCx(['login'], env);
    const [, address = ''] = await typed.printed(/or open (\S+)/);
    const browser = new FormBrowser(identity.authority);
    await browser.open(address);
    await browser.submit({ abort: 'yes' });
    const { code, text } = await typed.ended;
    expect([code, text]).toEqual([1, expect.stringContaining('the sign-in was denied in the browser')]);
  });

  it('signs in by the browser of this machine', async () => {
    const typed = typeCx(['login', '--browser'], env);
    const [, address = ''] = await typed.printed(/Open (\S+)/);
    const browser = new FormBrowser(identity.authority);
    await browser.open(address);
    await browser.submit({ person: 'hr-maker' });
    expect(browser.shown.text).toContain('go back to the terminal');
    expect(await typed.ended).toMatchObject({ code: 0, text: expect.stringContaining('as hr-maker.') });
  });

  it('renews the session, and a refresh token is good once', async () => {
    const { file, kept } = session();
    expect(kept.refreshToken).toBeDefined();
    writeFileSync(file, JSON.stringify({ ...kept, expiresAt: Date.now() }), { mode: 0o600 });
    expect((await cx('whoami')).stdout).toContain('hr-maker at');
    expect(session().kept.accessToken).not.toBe(kept.accessToken);
    expect(session().kept.refreshToken).not.toBe(kept.refreshToken);
  });

  it('signs out there too: the issuer does not renew the session any more', async () => {
    const { file, kept } = session();
    expect((await cx('logout')).code).toBe(0);
    const { refreshToken = '' } = kept;
    writeFileSync(file, JSON.stringify({ ...kept, refreshToken, expiresAt: Date.now() }), { mode: 0o600 });
    // Without its session cx acts for the default person of the demo.
    expect((await cx('whoami')).stdout).toContain('you at');
  });
});
