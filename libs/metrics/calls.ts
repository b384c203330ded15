import type { Metrics } from './metrics.js';

interface Method {
  readonly service: string;
  readonly method: string;
}

/** The codes whose series exist from the start: OK, and the codes of failures that are ours. */
const CODES = ['OK', 'UNKNOWN', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'INTERNAL', 'UNAVAILABLE'];

/** Counts the calls of a server. It fits the option `metrics` of `startServer`, so neither library imports the other. */
export function callsCountedBy(metrics: Metrics) {
  return {
    known({ service, method }: Method): void {
      for (const code of CODES) metrics.grpcServerHandledTotal.inc({ service, method, code }, 0);
    },
    handled({ service, method, code, seconds }: Method & { readonly code: string; readonly seconds: number }): void {
      metrics.grpcServerHandledTotal.inc({ service, method, code });
      metrics.grpcServerHandlingSeconds.observe({ service, method }, seconds);
    },
  };
}
