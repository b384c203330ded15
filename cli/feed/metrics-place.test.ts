import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getText, readAs } from '#deploy/local/get-text.js';
import { LocalAuthority, TRUST_DOMAIN } from '#deploy/local/tls/local-authority.js';
import { createMetrics, FEED } from '#libs/metrics/metrics.js';
import { startMetricsServer } from '#libs/metrics/server.js';
import { metricsPlace } from './metrics-place.js';

const folder = mkdtempSync(join(tmpdir(), 'cx-metrics-place-'));
const authority = new LocalAuthority({ dataDir: folder });
beforeAll(() => authority.ensure(['feed', 'prometheus', 'delivery']));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const own = () => authority.filesOf('feed');
const env = () => ({
  CX_TLS_CERTIFICATE_FILE: own().certificate,
  CX_TLS_KEY_FILE: own().key,
  CX_TLS_CA_FILE: own().authority,
  CX_TRUST_DOMAIN: TRUST_DOMAIN,
});
const LOOPBACK = { host: '127.0.0.1', port: 0 };
const said: string[] = [];
const place = (at: typeof LOOPBACK, settings: NodeJS.ProcessEnv) =>
  metricsPlace(at, settings, (line) => said.push(line));

describe('the port for metrics of a feed', () => {
  it('is plain text on loopback without a certificate, also where cx has an authority', () => {
    expect(place(LOOPBACK, {}).tls).toBeUndefined();
    expect(place(LOOPBACK, { CX_TLS_CA_FILE: own().authority }).tls).toBeUndefined();
  });

  it.each(['0.0.0.0', '::', '10.0.0.7'])(
    'lets no plain text out of the machine at %s unless a setting does',
    (host) => {
      expect(() => place({ ...LOOPBACK, host }, {})).toThrow(/plain text at .* CX_FEED_PLAIN_METRICS=yes/);
      expect(place({ ...LOOPBACK, host }, { CX_FEED_PLAIN_METRICS: 'yes' }).tls).toBeUndefined();
      expect(place({ ...LOOPBACK, host }, env()).tls).toBeDefined();
    },
  );

  it.each([
    [{ CX_TLS_KEY_FILE: '' }, 'CX_TLS_KEY_FILE is wrong'],
    [{ CX_TLS_CA_FILE: '/none' }, 'CX_TLS_CA_FILE is wrong: /none cannot be read (ENOENT).'],
    [{ CX_TRUST_DOMAIN: '' }, 'CX_TRUST_DOMAIN is not set'],
  ])('names what is wrong with %j', (change, says) => {
    expect(() => place(LOOPBACK, { ...env(), ...change })).toThrow(says);
  });

  it('is read with TLS by Prometheus and by no other client, and answers every orchestrator', async () => {
    const { tls, ...at } = place(LOOPBACK, env());
    const metrics = createMetrics(FEED, { withProcess: false });
    const server = await startMetricsServer({ ...at, tls, metrics, ready: () => ({ ok: true, reasons: [] }) });
    const read = (path: string, by: Parameters<typeof getText>[1]) =>
      getText(`https://127.0.0.1:${server.port}${path}`, by).then(({ status }) => status);
    try {
      const { ca } = readAs(authority.filesOf('prometheus'));
      expect(await read('/metrics', readAs(authority.filesOf('prometheus')))).toBe(200);
      expect(await read('/metrics', readAs(authority.filesOf('delivery')))).toBe(403);
      expect(await read('/metrics', { ca })).toBe(401);
      expect(await read('/readyz', { ca })).toBe(200);
    } finally {
      await server.close();
    }
  });

  it('uses a certificate that was replaced', () => {
    const files = { certificate: join(folder, 'c.crt'), key: join(folder, 'c.key') };
    const copy = (name: string) => {
      copyFileSync(authority.filesOf(name).certificate, files.certificate);
      copyFileSync(authority.filesOf(name).key, files.key);
    };
    copy('feed');
    const settings = { ...env(), CX_TLS_CERTIFICATE_FILE: files.certificate, CX_TLS_KEY_FILE: files.key };
    const { tls, poll } = place(LOOPBACK, settings);
    const before = tls?.source.current.certificate;
    copy('delivery');
    poll();
    expect(tls?.source.current.certificate).not.toEqual(before);
    expect(said).toContain('The certificate was replaced.');
  });
});
