import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { type Callers, identifyByName } from '#libs/grpc/named-callers.js';
import { type RunningServer, type StartServerOptions, startServer } from '#libs/grpc/server.js';
import { callsCountedBy } from '#libs/metrics/calls.js';
import { type MetricsServerOptions, startMetricsServer } from '#libs/metrics/server.js';
import { readiness } from '#libs/runtime/readiness.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { ServiceConfig } from '#libs/runtime/settings.js';
import type { Store } from './open-store.js';

/** How long the process waits for calls under way when it stops. */
const GRACE_MS = 10_000;

export interface ServersOptions
  extends Pick<StartServerOptions, 'services' | 'healthNames'>,
    Required<Pick<MetricsServerOptions, 'metrics' | 'status'>>,
    Pick<Store, 'whyNotReady'> {
  /** Who may call. */
  readonly callers: Callers;
  readonly config: Pick<ServiceConfig, 'CX_HOST' | 'CX_HTTP_PORT' | 'CX_GRPC_PORT' | 'CX_LINGER_MS'>;
}

/**
 * Answers HTTP (/metrics, /livez, /readyz, /statusz), then gRPC with health and reflection. All health names start as
 * NOT_SERVING, see `refreshHealth`. A process starts its servers last and stops them first, so no call arrives while the rest stops.
 *
 * @throws when a port is taken
 */
export async function startServers(
  lifecycle: Lifecycle,
  { config, callers, metrics, status, whyNotReady, ...served }: ServersOptions,
): Promise<RunningServer> {
  const ready = () => readiness(lifecycle.stopping, whyNotReady);
  await lifecycle.add(
    'http',
    () => startMetricsServer({ host: config.CX_HOST, port: config.CX_HTTP_PORT, metrics, ready, status }),
    (it) => it.close(),
  );
  const server = await lifecycle.add(
    'grpc',
    () =>
      startServer({
        ...served,
        host: config.CX_HOST,
        port: config.CX_GRPC_PORT,
        identify: identifyByName(callers),
        metrics: callsCountedBy(metrics),
        descriptorImage: descriptorImage(),
        onBug: (error) => lifecycle.log.error({ error }, 'a bug: a call failed'),
      }),
    (it) => it.drain(GRACE_MS, config.CX_LINGER_MS),
  );
  lifecycle.log.info({ grpc: server.port }, 'listening');
  return server;
}
