import { constants, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Server } from '@grpc/grpc-js';
import { TokenBucket } from '#libs/domain/token-bucket.js';
import type { Bounds, OnBound } from './bounds.js';

type ConnectionBounds = Pick<Bounds, 'connections' | 'connectionsPerAddress' | 'callsPerSecond'>;

/** A connection may send a call as well as a PING, SETTINGS or RST_STREAM for it. */
const FRAMES_PER_CALL = 4;
/** Whatever the bound of calls is, a connection can be opened and kept alive. */
const LEAST_FRAMES = 100;

/**
 * Bounds the connections of a server that listens: how many there are, how many one address has, and how many calls and control frames
 * one sends in a second. Calls are counted here, too, when they end at once: unknown methods, refusals, and those that the client resets.
 */
export function boundConnections(server: Server, bounds: ConnectionBounds, onBound: OnBound): void {
  const refused = (bound: 'connections' | 'connections_per_address' | 'frames', caller: string) =>
    onBound({ bound, service: '', method: '', caller });
  for (const listening of http2ServersOf(server)) {
    listening.maxConnections = bounds.connections;
    listening.on('drop', (dropped) => refused('connections', dropped?.remoteAddress ?? ''));
    const byAddress = new Map<string, number>();
    listening.on('connection', (socket: Socket) => {
      if (isWithin(byAddress, socket, bounds.connectionsPerAddress)) return;
      refused('connections_per_address', socket.remoteAddress ?? '');
      socket.destroy();
    });
    listening.on('session', (session: ServerHttp2Session) => {
      boundFrames(session, Math.max(LEAST_FRAMES, FRAMES_PER_CALL * bounds.callsPerSecond), () =>
        refused('frames', session.socket?.remoteAddress ?? ''),
      );
    });
  }
}

/** Counts the connection with those of its address until it is closed. */
function isWithin(byAddress: Map<string, number>, socket: Socket, most: number): boolean {
  const address = socket.remoteAddress ?? '';
  const count = (byAddress.get(address) ?? 0) + 1;
  byAddress.set(address, count);
  socket.once('close', () => {
    const left = (byAddress.get(address) ?? 1) - 1;
    if (left === 0) byAddress.delete(address);
    else byAddress.set(address, left);
  });
  return count <= most;
}

/** Closes a connection that sends more frames in a second than any client needs. */
function boundFrames(session: ServerHttp2Session, perSecond: number, onBound: () => void): void {
  const bucket = new TokenBucket(perSecond, perSecond, performance.now());
  const count = () => {
    if (session.destroyed || bucket.take(performance.now()) === 0) return;
    onBound();
    session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM);
  };
  session.on('stream', count);
  session.on('ping', count);
  session.on('remoteSettings', count);
}

/** grpc-js 1.14.7 does not publish the servers that it makes. The tests in test/contract/attacks fail when a version names them otherwise. */
function http2ServersOf(server: Server): Iterable<Http2Server> {
  return (server as unknown as { http2Servers: ReadonlyMap<Http2Server, unknown> }).http2Servers.keys();
}
