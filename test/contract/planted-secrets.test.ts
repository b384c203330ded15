import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '#cli/commands.js';
import { readIssuer } from '#cli/session/issuer.js';
import { writeSession } from '#cli/session/session-file.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { type SecuredPlace, securedPlace } from '#test/doubles/secured-place.js';
import { tablesThatHold } from '#test/stack/everything-stored.js';
import { runCx } from '#test/stack/run-cx.js';
import { serveOnRecord } from './audit/serve-on-record.js';
import { approved, placed, startOrdering } from './cases/ordering.js';
import { scoringServices } from './reasons/servers.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

describe('in a department', () => {
  let ordering: Awaited<ReturnType<typeof startOrdering>>;
  beforeAll(async () => {
    ordering = await startOrdering();
  });
  afterAll(() => ordering?.stop());

  it.each([
    ['an order number', 'ORDER-4711-PLANTED'],
    ['the e-mail address of a customer, used as an order number', 'planted.person@example.com'],
  ])('%s is in its facts, and in no batch, outbox or feed', async (_, planted) => {
    const { outcomes } = await ordering.send([placed(planted), approved(planted)]);
    expect(outcomes.map(({ reason }) => reason)).toEqual(['', '']);
    await ordering.publish();
    await ordering.seal();
    const [sealed] = await ordering.database.query<{ count: bigint }>('select count(*) as count from batch');
    expect(Number(sealed?.count)).toBeGreaterThan(0);
    expect(await tablesThatHold(ordering.database, planted)).toEqual(['fact']);
  });
});

describe('cx', () => {
  /** For what a command writes: examples write beside the reader. */
  const written = mkdtempSync(join(tmpdir(), 'cx-written-'));
  const TOKEN = ['eyJhbGciOiJSUzI1NiJ9', 'eyJwbGFudGVkIjoxfQ', 'cGxhbnRlZC10b2tlbg'].join('.');
  const SECRET = 'planted-secret-of-a-feed';
  /** `cx token` prints a token, which is what it is for; the others would wait for Kafka or write a folder. */
  const NOT_RUN = ['token', 'feed kafka', 'init'];
  let place: SecuredPlace;
  let server: Awaited<ReturnType<typeof serveOnRecord>>;
  let env: Record<string, string>;

  /** A scoring that knows no caller, so that every command prints why it failed. */
  beforeAll(async () => {
    place = await securedPlace();
    const issuer = readIssuer(place.env);
    const expiresAt = Date.now() + 86_400_000;
    writeSession(issuer, '', { issuer: issuer.url, accessToken: TOKEN, expiresAt, refreshToken: `refresh-${SECRET}` });
    server = await serveOnRecord({
      ...{ database, server: 'scoring', services: scoringServices(database, 1) },
      callers: () => ({ ...namedCallers(new Map()), credentials: place.credentials }),
    });
    const names = ['scoring', ...BUILT_IN_SOURCES];
    const addresses = names.map((name) => `${name}=127.0.0.1:${server.port}`).join();
    env = { ...place.env, CX_ADDRESSES: addresses, CX_FEED_SECRET: SECRET };
  });
  afterAll(async () => {
    await server?.close();
    place?.remove();
    rmSync(written, { recursive: true });
  });

  it.each(Object.keys(COMMANDS).filter((name) => !NOT_RUN.includes(name)))(
    '%s prints no token and no secret, whatever goes wrong',
    async (name) => {
      const command = await COMMANDS[name]?.();
      const words = (command?.example ?? '').replace(/ >.*$/, '').match(/"[^"]*"|\S+/g) ?? [];
      const { code, stdout, stderr } = await runCx(
        words.slice(1).map((word) => (word === 'signing-keys.json' ? join(written, word) : word.replaceAll('"', ''))),
        env,
      );
      expect([TOKEN, ...TOKEN.split('.').slice(1), SECRET].filter((one) => (stdout + stderr).includes(one))).toEqual(
        [],
      );
      expect(stdout + stderr).not.toBe('');
      expect(code).toBeLessThan(4);
    },
  );

  it('leaves no token in the log, the metrics and the audit log of the server', async () => {
    const lines = await database.query<{ line: string }>('select line from audit');
    expect(lines.length).toBeGreaterThan(0);
    const everything = [...lines.map(({ line }) => line), ...server.logged, (await server.metrics.exposition()).text];
    expect(everything.join('\n')).not.toContain(TOKEN.split('.')[1]);
  });
});
