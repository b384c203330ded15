import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import type { RunningServer } from '#libs/grpc/server.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { REST_CODES } from '#libs/metrics/rest-metrics.js';
import { httpBoundsOf } from '#libs/process/bounds-of.js';
import { contractOf } from '#libs/rest/contract.js';
import { type RestServer, startRestServer } from '#libs/rest/rest-server.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { TlsSource } from '#libs/tls/tls-source.js';
import type { Config } from '../config.js';

export interface ServeRestOptions {
  /** Whose calls are answered: by HTTP as by gRPC. */
  readonly server: Pick<RunningServer, 'answerBrought' | 'healthNames'>;
  readonly tls: TlsSource;
  readonly metrics: Pick<Metrics, 'restAnswersTotal'>;
}

export interface Rest {
  /** Answers HTTP by the paths of the contracts, where the installation names a port for it. */
  serve(config: Config, options: ServeRestOptions): Promise<void>;
}

/** To be opened before the gRPC server, so that it closes after it: until then a load balancer may still send requests. */
export async function restAfterGrpc(lifecycle: Lifecycle): Promise<Rest> {
  let running: RestServer | undefined;
  await lifecycle.add(
    'rest',
    async () => undefined,
    async () => running?.close(),
  );
  return {
    async serve(config, { server, tls, metrics }) {
      if (config.CX_REST_PORT === 0) return;
      const { CX_HOST: host, CX_REST_PORT: port, CX_REQUEST_SECONDS: requestMs } = config;
      running = await startRestServer({
        ...{ host, port, tls, answerBrought: server.answerBrought },
        contract: contractOf(descriptorImage(), server.healthNames),
        bounds: { ...httpBoundsOf(config), requestMs },
        onAnswer: (code) => metrics.restAnswersTotal.inc({ code: codeOf(code) }),
        onBound: (bound, address) => lifecycle.log.warn({ bound, address }, 'a client of REST was cut off'),
        onBug: (error) => lifecycle.log.error({ error }, 'a bug: a request of REST failed'),
      });
      lifecycle.log.info({ rest: running.port }, 'listening');
    },
  };
}

function codeOf(code: number): (typeof REST_CODES)[number] {
  return REST_CODES.find((one) => one === String(code)) ?? '500';
}
