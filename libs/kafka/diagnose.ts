import type { TransportReason } from '#libs/domain/transport-fault.js';
import { type Listener, probeListener } from './probe-listener.js';
import { transportErrorOf } from './reason-of.js';
import { TransportError } from './transport-error.js';

/** What a lost connection means, by the best answer that one of the addresses gave. */
const BY_LISTENER: readonly (readonly [Listener, TransportReason])[] = [
  ['kafka', 'BROKERS_PARTLY_UNREACHABLE'],
  ['login', 'LOGIN_REQUIRED'],
  ['tls', 'TLS_REQUIRED'],
];

/**
 * Names the reason of an error of kafkajs. A connection that fails has several causes that look alike to kafkajs, so the
 * addresses are asked again, in plain bytes.
 *
 * @param brokers  "127.0.0.1:9092", one entry a broker
 * @param topic    added to the detail, where the caller knows it
 */
export async function diagnose(brokers: readonly string[], error: unknown, topic?: string): Promise<TransportError> {
  const found = transportErrorOf(error, topic);
  if (found.reason !== 'BROKER_UNREACHABLE') return found;
  const listeners = await Promise.all(brokers.map((address) => probeListener(address)));
  const best = BY_LISTENER.find(([listener]) => listeners.includes(listener));
  return best === undefined ? found : new TransportError(best[1], found.detail, error);
}
