import type { Server } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import { endingWith } from './standard-stream.js';

/** grpc.health.v1.Health: which of the named services answer now. Nobody has to say who they are to ask. */
export interface Health {
  set(name: string, serving: boolean): void;
  /** Tells every watcher NOT_SERVING, of all names. */
  stopServing(): void;
}

/**
 * Adds the health service to a server. Every name starts as NOT_SERVING, until somebody says otherwise.
 *
 * @param names  the service names, '' for the process as a whole, and any other, "cx.pipeline.Apply"
 */
export function addHealth(server: Server, names: readonly string[], stopping: AbortSignal): Health {
  const known = new Set(names);
  const health = new HealthImplementation(Object.fromEntries(names.map((name) => [name, 'NOT_SERVING' as const])));
  health.addToServer(endingWith(stopping, server));
  return {
    set(name, serving) {
      if (!known.has(name)) throw new Error(`${name} is not among the health names of this server`);
      health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
    },
    stopServing() {
      for (const name of names) health.setStatus(name, 'NOT_SERVING');
    },
  };
}
