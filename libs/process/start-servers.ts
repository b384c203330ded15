import { securityToProto } from '#libs/batches/format/security-status.js';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { type RunningServer, type StartServerOptions, startServer } from '#libs/grpc/server.js';
import { serverCredentials } from '#libs/grpc/tls-credentials.js';
import { callsCountedBy } from '#libs/metrics/calls.js';
import { type MetricsServerOptions, startMetricsServer } from '#libs/metrics/server.js';
import type { BoundsConfig } from '#libs/runtime/bounds-settings.js';
import { systemClock } from '#libs/runtime/clock.js';
import type { IdentityConfig } from '#libs/runtime/identity-settings.js';
import { readiness } from '#libs/runtime/readiness.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { ServiceConfig } from '#libs/runtime/settings.js';
import type { TlsSource } from '#libs/tls/tls-source.js';
import { boundsOf, httpBoundsOf } from './bounds-of.js';
import type { Insecurities } from './insecurities.js';
import type { OpenedAudit } from './open-audit.js';
import type { Store } from './open-store.js';
import { metricsReaders, proveCallers } from './prove-callers.js';
import { reportBounds } from './report-bounds.js';

/** How long the process waits for calls under way when it stops. */
const GRACE_MS = 10_000;

export interface ServersOptions
  extends Pick<StartServerOptions, 'services' | 'healthNames' | 'department' | 'bindingsOf'>,
    Required<Pick<MetricsServerOptions, 'metrics' | 'status'>>,
    Pick<Store, 'whyNotReady'> {
  /** The audit log of this process. */
  readonly audit: OpenedAudit;
  /** What is insecure about this process. */
  readonly insecurities: Pick<Insecurities, 'report'>;
  /** The certificates of this process. */
  readonly tls: TlsSource;
  readonly config: Pick<ServiceConfig, 'CX_HOST' | 'CX_HTTP_PORT' | 'CX_GRPC_PORT' | 'CX_LINGER_MS'> &
    BoundsConfig &
    IdentityConfig;
}

/**
 * Answers HTTP (/metrics, /livez, /readyz, /statusz), then gRPC with health and reflection. All health names start as
 * NOT_SERVING, see `refreshHealth`. A process starts its servers last and stops them first, so no call arrives while the rest stops.
 *
 * @throws when a port is taken
 */
export async function startServers(
  lifecycle: Lifecycle,
  { config, audit, insecurities, tls, metrics, status, whyNotReady, services, ...served }: ServersOptions,
): Promise<RunningServer> {
  const proof = proveCallers(lifecycle.log, config, metrics);
  const { CX_HOST: host, CX_HTTP_PORT: httpPort } = config;
  const http = {
    ...{ host, port: httpPort, metrics, tls: { source: tls, refusal: metricsReaders(config, proof.refused) } },
    ready: () => readiness(lifecycle.stopping, whyNotReady),
    status: async () => ({
      ...((await status()) as object),
      audit: await audit.status(),
      security: securityToProto(insecurities.report),
    }),
  };
  const refused = reportBounds(metrics, lifecycle.log, systemClock);
  const onBound: MetricsServerOptions['onBound'] = (bound, caller) =>
    refused({ service: '', method: '', bound, caller });
  await lifecycle.add(
    'http',
    () => startMetricsServer({ ...http, bounds: httpBoundsOf(config), onBound }),
    (it) => it.close(),
  );
  const server = await lifecycle.add(
    'grpc',
    () =>
      startServer({
        ...served,
        services: [...services, audit.service],
        audit: audit.audit,
        host: config.CX_HOST,
        port: config.CX_GRPC_PORT,
        credentials: serverCredentials(tls),
        identify: ({ address, certificate }, metadata) =>
          proof.prove(address, certificate, metadata.get('authorization')),
        metrics: callsCountedBy(metrics),
        descriptorImage: descriptorImage(),
        bounds: boundsOf(config),
        onBound: refused,
        onBug: (error) => lifecycle.log.error({ error }, 'a bug: a call failed'),
      }),
    (it) => it.drain(GRACE_MS, config.CX_LINGER_MS),
  );
  lifecycle.log.info({ grpc: server.port }, 'listening');
  return server;
}
