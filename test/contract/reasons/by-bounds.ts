import type { Identify } from '#libs/grpc/access/caller.js';
import type { Bounds } from '#libs/grpc/bounds/bounds.js';
import type { ServedService } from '#libs/grpc/served-service.js';
import { reasonsOf } from './ask.js';
import { identify, start } from './servers.js';
import { validRequest } from './valid.js';

/** The reasons of bounds, with bounds that the first call passes. */
export const BY_BOUNDS = {
  METADATA_TOO_LARGE: { metadataBytes: 1 },
  TOO_MANY_CALLS: { callsPerSecond: 0.01 },
  TOO_MANY_CALLS_AT_ONCE: { callsAtOnce: 0 },
  TOO_MANY_BYTES: { bytesAtOnce: 0 },
  STREAM_TOO_LONG: { streamMs: 20 },
} as const satisfies Record<string, Partial<Bounds>>;

/** A call to a server with these bounds. It identifies callers slowly, so that a stream is still open when its time is over. */
export async function beyond(
  method: string,
  services: readonly ServedService[],
  bounds: Partial<Bounds>,
): Promise<string[]> {
  const slowly: Identify = async (...asked) => {
    if (bounds.streamMs !== undefined) await new Promise((resume) => setTimeout(resume, 10 * (bounds.streamMs ?? 0)));
    return identify(...asked);
  };
  const server = await start(services, slowly, undefined, bounds);
  try {
    return await reasonsOf({ port: server.port, method, request: validRequest(method), caller: 'all' });
  } finally {
    await server.drain(500);
  }
}
