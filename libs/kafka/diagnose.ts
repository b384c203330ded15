import type { TransportReason } from '#libs/domain/transport-fault.js';
import { type Listener, probeListener } from './probe-listener.js';
import { transportErrorOf } from './reason-of.js';
import { TransportError } from './transport-error.js';

/**
 * What a lost connection means, by the answers of the addresses; the first line that fits decides. A listener that this process
 * cannot use is a mistake in KAFKA_BROKERS even when another address answers, because kafkajs keeps to the first one it tries.
 */
const BY_LISTENER: readonly (readonly [Listener, TransportReason])[] = [
  ['tls', 'TLS_REQUIRED'],
  ['login', 'LOGIN_REQUIRED'],
  ['kafka', 'BROKERS_PARTLY_UNREACHABLE'],
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
  const first = BY_LISTENER.find(([listener]) => listeners.includes(listener));
  return first === undefined ? found : new TransportError(first[1], found.detail, error);
}
