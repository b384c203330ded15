import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ClientCertificate } from '#libs/domain/proof.js';

/** The certificate that the client of a connection brought; undefined for a connection without TLS. */
export function certificateOf(connection: Socket | TLSSocket): ClientCertificate | undefined {
  const socket = connection as TLSSocket;
  // Not `in`: the socket of an HTTP/2 session is a proxy, which answers only what it is asked for.
  if (typeof socket.getPeerCertificate !== 'function') return undefined;
  const { raw } = socket.getPeerCertificate();
  if (raw === undefined) return { kind: 'none' };
  if (socket.authorized) return { kind: 'trusted', der: raw };
  // Its type says Error; it is the code of OpenSSL as text.
  return { kind: 'refused', code: String(socket.authorizationError) };
}
