import type { Bounded } from '#libs/grpc/bounds/bounds.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import type { Clock } from '#libs/runtime/clock.js';
import type { Log } from '#libs/runtime/log.js';

const ONCE_IN_MS = 60_000;

/**
 * Counts each refusal by a bound, and logs the first one of each bound in a minute with its caller: an attacker must not fill the
 * disk with log lines.
 */
export function reportBounds(
  metrics: Pick<Metrics, 'boundRefusalsTotal'>,
  log: Pick<Log, 'warn'>,
  clock: Clock,
): (refused: Omit<Bounded, 'bound'> & { readonly bound: string }) => void {
  const loggedAt = new Map<string, number>();
  return ({ bound, service, method, caller }) => {
    metrics.boundRefusalsTotal.inc({ bound: bound as never, service, method });
    const now = clock.now();
    if (now - (loggedAt.get(bound) ?? Number.NEGATIVE_INFINITY) < ONCE_IN_MS) return;
    loggedAt.set(bound, now);
    log.warn(
      { bound, method, caller },
      'a bound refused a call or a connection; further ones of this minute are only counted',
    );
  };
}
