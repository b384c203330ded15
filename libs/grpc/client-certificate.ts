import type { Socket } from 'node:net';
import type { ClientCertificate } from '#libs/domain/proof.js';
import { certificateOf } from '#libs/tls/client-certificate.js';

/** A call of grpc-js, as an interceptor gets it. */
export interface CallOfPeer {
  getAuthContext(): { readonly sslPeerCertificate?: { readonly raw: Uint8Array } };
}

/** The certificate of a connection does not change, and reading it takes longer than a whole call. */
const KNOWN = new WeakMap<object, ClientCertificate>();

/**
 * The certificate that the client of a call brought.
 *
 * grpc-js reports valid certificates only (`getAuthContext`), so a client with an expired one would be refused as if it had none.
 * The reason is at the socket of the innermost call, in a member that grpc-js 1.14.7 declares private. Where a later version
 * moves it, a valid certificate is still found and the reason is lost; client-certificate.test.ts fails then.
 */
export function clientCertificate(call: CallOfPeer): ClientCertificate {
  const { stream, clientCertificate: brought } = innermost(call);
  if (brought !== undefined) return brought;
  const { session } = stream ?? {};
  if (session === undefined || session === null) return validOf(call);
  const known = KNOWN.get(session);
  if (known !== undefined) return known;
  const found = (session.socket === undefined ? undefined : certificateOf(session.socket)) ?? validOf(call);
  KNOWN.set(session, found);
  return found;
}

interface Inner {
  readonly nextCall?: Inner;
  /** Of a call that another protocol brought. */
  readonly clientCertificate?: ClientCertificate;
  readonly stream?: { readonly session?: { readonly socket?: Socket } | null };
}

/** Interceptors wrap the call of grpc-js, one around the other. */
function innermost(call: CallOfPeer): Inner {
  let inner = call as Inner;
  while (inner.nextCall !== undefined) inner = inner.nextCall;
  return inner;
}

function validOf(call: CallOfPeer): ClientCertificate {
  const der = call.getAuthContext().sslPeerCertificate?.raw;
  return der === undefined ? { kind: 'none' } : { kind: 'trusted', der };
}
