import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { freePort } from '#deploy/local/ports.js';
import { MESSAGE_TYPES } from '#libs/domain/webhook-message.js';
import { CONTENT_TYPE, envelope } from '#libs/webhooks/envelope.js';
import { FAILURES } from '#libs/webhooks/failures.js';
import { type PostOutcome, post } from '#libs/webhooks/post.js';
import { signatures } from '#libs/webhooks/signature.js';

const page = readFileSync('docs/webhooks.md', 'utf8');
const key = Buffer.alloc(32, 5);
const message = {
  ...{ id: '4f5b1c9e-6f53-4a37-9d1f-3f2d8c9f8a01', type: 'cx.period.closed', subject: 'periods/2018-07/snapshots/3' },
  ...{ at: Date.parse('2018-09-05T08:00:00Z'), data: { period: 'periods/2018-07' } },
};
const body = envelope(message, '9d3c1a52-8f7e-4c37-b0a4-2f3f5d6c7e8f');

/** The receiver of the page in a language. */
function receiverIn(language: 'js' | 'python'): string {
  const [, code] = new RegExp(`^\`\`\`${language}(?: [^\\n]*)?\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page) ?? [];
  if (code === undefined) throw new Error(`the page has no receiver in ${language}`);
  return code;
}

const folder = mkdtempSync(join(tmpdir(), 'cx-receivers-'));
afterAll(() => rmSync(folder, { recursive: true }));
let running: ChildProcess | undefined;
afterEach(() => running?.kill());

/** Starts the receiver of the page. */
async function start(language: 'js' | 'python') {
  const [program, name] = language === 'js' ? ['node', 'receiver.mjs'] : ['python3', 'receiver.py'];
  const file = join(folder, name);
  writeFileSync(file, receiverIn(language));
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), SECRET: `whsec_${key.toString('base64')}` };
  running = spawn(program, [file], { env });
  let printed = '';
  running.stdout?.on('data', (text) => {
    printed += text;
  });
  const send = (given: string, keys: readonly Buffer[] = [key], ago = 0): Promise<PostOutcome> => {
    const timestamp = Math.floor(Date.now() / 1_000) - ago;
    const headers = {
      'content-type': CONTENT_TYPE,
      ...{ 'webhook-id': message.id, 'webhook-timestamp': String(timestamp) },
      'webhook-signature': signatures(keys, { id: message.id, timestamp, body }),
    };
    const rules = {
      privateHosts: ['127.0.0.1'],
      allowsHttp: true,
      authorities: '',
      withinMs: 5_000,
      resolve: async () => [],
    };
    return post(new URL(`http://127.0.0.1:${port}/hooks`), headers, given, rules);
  };
  await expect
    .poll(async () => (await send(body, [Buffer.alloc(32)])).kind === 'failed' && (await send('', [])).status, {
      timeout: 20_000,
    })
    .toBe(401);
  return { send, printed: () => printed };
}

describe('the page of webhooks', () => {
  it.each(['js', 'python'] as const)(
    'has a receiver in %s that takes each message once, and believes no other',
    async (language) => {
      const { send, printed } = await start(language);
      const other = Buffer.alloc(32, 6);
      expect(await send(body)).toEqual({ kind: 'delivered', status: 204 });
      expect(await send(body, [other, key])).toEqual({ kind: 'delivered', status: 204 });
      for (const refused of [
        send(body, [other]),
        send(body.replace('07', '08')),
        send(body, [key], 400),
        send(body, []),
      ])
        expect(await refused).toMatchObject({ reason: 'REFUSED', status: 401 });
      await expect.poll(printed).toBe('cx.period.closed periods/2018-07/snapshots/3\n');
    },
  );

  it('says what each failure means', () => {
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, reason, meaning]) => [reason, meaning]);
    expect(Object.fromEntries(rows)).toEqual(FAILURES);
  });

  it('names messages that exist', () => {
    const named = [...page.matchAll(/\bcx\.[a-z]+\.[a-z_]+\b/g)].map(([type]) => type);
    expect(named.filter((type) => !(type in MESSAGE_TYPES))).toEqual([]);
  });
});
