import { type IncomingHttpHeaders, request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.js';
import { type MetricsServer, type MetricsServerOptions, startMetricsServer } from './server.js';

let running: MetricsServer | undefined;

afterEach(() => running?.close());

/** Starts on a free port and asks one address. */
async function get(path: string, options: Partial<MetricsServerOptions> = {}, init: RequestInit = {}) {
  const ready = () => ({ ok: true, reasons: [] });
  running = await startMetricsServer({
    host: '127.0.0.1',
    port: 0,
    metrics: createMetrics('scoring'),
    ready,
    ...options,
  });
  const answer = await fetch(`http://127.0.0.1:${running.port}${path}`, init);
  return { code: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

async function startForRawRequests(): Promise<MetricsServer> {
  const ready = () => ({ ok: true, reasons: [] });
  running = await startMetricsServer({ host: '127.0.0.1', port: 0, metrics: createMetrics('scoring'), ready });
  return running;
}

const notReady = {
  ready: async () => ({ ok: false, reasons: ['PostgreSQL does not answer', 'migrations are missing'] }),
};

describe('an operator asks', () => {
  it('whether the process lives: yes, even when everything else fails', async () => {
    const broken = { ready: () => Promise.reject(new Error('down')), status: () => Promise.reject(new Error('down')) };
    expect(await get('/livez', broken)).toMatchObject({ code: 200, text: 'ok\n' });
  });

  it('whether it may be sent work', async () => {
    expect(await get('/readyz')).toMatchObject({ code: 200, text: 'ok\n' });
  });

  it('whether it may be sent work, and gets every reason against it', async () => {
    const answer = await get('/readyz', notReady);
    expect(answer).toMatchObject({ code: 503, text: 'PostgreSQL does not answer\nmigrations are missing\n' });
  });

  it('whether it may be sent work: no when the check fails', async () => {
    expect((await get('/readyz', { ready: () => Promise.reject(new Error('down')) })).code).toBe(500);
  });

  it('what is degraded, in JSON, with whole numbers of any size', async () => {
    const status = () => ({ waiting: 9_007_199_254_740_993n, since: new Date(0) });
    const answer = await get('/statusz', { status });
    expect(answer.type).toBe('application/json');
    expect(JSON.parse(answer.text)).toEqual({ waiting: '9007199254740993', since: '1970-01-01T00:00:00.000Z' });
  });

  it('for the metrics, of this product and of the process', async () => {
    const answer = await get('/metrics');
    expect(answer).toMatchObject({ code: 200, type: expect.stringContaining('text/plain; version=0.0.4') });
    expect(answer.text).toContain('# TYPE cx_batches_applied_total counter');
    expect(answer.text).toContain('process_resident_memory_bytes');
  });

  it('for the metrics as OpenMetrics, and gets them so', async () => {
    const metrics = createMetrics('scoring');
    metrics.grpcServerHandlingSeconds.observe({ service: 'cx.a', method: 'B' }, 0.5);
    const accept = 'application/openmetrics-text; version=1.0.0, text/plain;version=0.0.4;q=0.5, */*;q=0.1';
    const answer = await get('/metrics', { metrics }, { headers: { accept } });
    expect(answer.type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(answer.text).toMatch(/\n# EOF\n$/);
    expect(answer.text).toContain('# TYPE cx_batches_applied counter\ncx_batches_applied_total');
    expect(answer.text).toMatch(/grpc_server_handling_seconds_bucket\{le="1\.0",.*\} 1\n/);
    // Nothing has changed for a reader of the older format.
    expect((await metrics.exposition()).text).toContain('# TYPE cx_batches_applied_total counter');
  });

  it('for the metrics with gzip, and gets the same in fewer bytes', async () => {
    const { port } = await startForRawRequests();
    const raw = (headers: Record<string, string>) =>
      new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
        request({ port, path: '/metrics', headers }, async (response) => {
          const pieces: Buffer[] = [];
          for await (const piece of response) pieces.push(piece as Buffer);
          resolve({ headers: response.headers, body: Buffer.concat(pieces) });
        })
          .once('error', reject)
          .end();
      });
    const plain = await raw({});
    const zipped = await raw({ 'accept-encoding': 'gzip' });
    expect([plain.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual([undefined, 'gzip']);
    expect(zipped.headers.vary).toBe('Accept, Accept-Encoding');
    expect(zipped.body.length).toBeLessThan(plain.body.length / 4);
    const names = (text: string) => text.match(/^# TYPE .*$/gm);
    expect(names(gunzipSync(zipped.body).toString())).toEqual(names(plain.body.toString()));
    expect((await raw({ 'accept-encoding': 'gzip;q=0, br' })).headers['content-encoding']).toBeUndefined();
  });

  it('for anything else, and gets the list of addresses', async () => {
    expect(await get('/')).toMatchObject({ code: 404, text: 'there are /metrics /livez /readyz /statusz\n' });
    await running?.close();
    expect((await get('/metrics', {}, { method: 'POST' })).code).toBe(405);
  });

  it('for something that never ends, and does not keep the process from stopping', async () => {
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const ready = () => {
      asked();
      return new Promise<never>(() => {});
    };
    const answer = get('/readyz', { ready }).catch(() => 'cut off');
    await isAsked;
    await running?.close();
    expect(await answer).toBe('cut off');
  });

  it('on an IPv6 address, and reads it in brackets when it cannot be had', async () => {
    // 2001:db8::/32 is for documentation: no machine has it.
    const ready = () => ({ ok: true, reasons: [] });
    const elsewhere = startMetricsServer({ host: '2001:db8::1', port: 7200, metrics: createMetrics('scoring'), ready });
    await expect(elsewhere).rejects.toThrow('HTTP cannot listen on [2001:db8::1]:7200');
  });

  it('on a port that is taken: one clear sentence', async () => {
    await get('/livez');
    const port = running?.port ?? 0;
    const again = startMetricsServer({
      host: '127.0.0.1',
      port,
      metrics: createMetrics('scoring'),
      ready: notReady.ready,
    });
    await expect(again).rejects.toThrow(`HTTP cannot listen on 127.0.0.1:${port}`);
  });
});
