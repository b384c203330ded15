import { setTimeout as pause } from 'node:timers/promises';
import { DEFAULT_BOUNDS } from '#libs/grpc/bounds/bounds.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { startMetricsServer } from '#libs/metrics/server.js';
import { batch, receipt, serve } from '../grpc/serve.js';

/**
 * The server that the attacks are sent to, as a process of its own, so that its memory is its own and an attacker's load does not
 * delay it. The test sends the bounds, then questions; each question is answered once.
 */
const refusals: Record<string, number> = {};
const count = (bound: string) => {
  refusals[bound] = (refusals[bound] ?? 0) + 1;
};
const bounds = { ...DEFAULT_BOUNDS, ...(JSON.parse(process.argv[2] ?? '{}') as object) };
const large = batch('a'.repeat(1024 * 1024));

const { server, bugs } = await serve(
  {
    listShards: async () => ({ shards: [], version: '' }) as never,
    streamBatches: async function* () {
      for (;;) yield large;
    },
    record: async ({ facts }) => receipt(String(facts.length)),
  },
  { bounds, onBound: ({ bound }) => count(bound) },
);
let checks = 0;
const http = await startMetricsServer({
  host: '127.0.0.1',
  port: 0,
  metrics: createMetrics('scoring'),
  bounds: { connections: 50, requestMs: 1_000 },
  onBound: count,
  ready: async () => {
    checks += 1;
    await pause(20); // as long as a database takes
    return { ok: true, reasons: [] };
  },
});

/** Memory after a collection, so that it is what is held and not what was used. */
function memoryMib(): number {
  for (let turn = 0; turn < 3; turn++) (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().rss / 1024 / 1024;
}

let mostMib = 0;
setInterval(() => {
  mostMib = Math.max(mostMib, process.memoryUsage().rss / 1024 / 1024);
}, 20).unref();

process.on('message', (question: 'forget' | 'look') => {
  if (question === 'forget') {
    for (const bound of Object.keys(refusals)) delete refusals[bound];
    checks = 0;
    mostMib = 0;
  }
  process.send?.({ refusals, checks, mostMib, memoryMib: memoryMib(), bugs: bugs.length });
});
process.send?.({ port: server.port, httpPort: http.port });
