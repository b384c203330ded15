import type { Server } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { endingWith } from './standard-stream.js';

/** The full name of the service that `addHealth` adds. */
export const HEALTH_SERVICE = 'grpc.health.v1.Health';

/** grpc.health.v1.Health: which of the named services answer now. A caller needs no name to ask. */
export interface Health {
  /** Sends a change to every watcher. */
  set(name: string, serving: boolean): void;
  /** Sets every name to NOT_SERVING. */
  stopServing(): void;
}

/**
 * Adds the health service to a server. Every name is NOT_SERVING until it is set.
 *
 * @param names  the service names, '' for the process as a whole, and any other, "cx.pipeline.Apply"
 */
export function addHealth(server: Server, names: readonly string[], stopping: AbortSignal): Health {
  const serves = new Map(names.map((name) => [name, false]));
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, 'NOT_SERVING' as const])));
  health.addToServer(endingWith(stopping, server));
  const set = (name: string, serving: boolean) => {
    const before = serves.get(name);
    if (before === undefined) throw new Error(`${name} is not among the health names of this server`);
    if (before === serving) return; // the package would send it again, and a process sets its health every 2 s
    serves.set(name, serving);
    health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  };
  return { set, stopServing: () => names.forEach((name) => void set(name, false)) };
}
