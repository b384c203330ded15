import type { TransportReason } from '#libs/domain/transport-fault.js';
import { type Listener, probeListener } from './probe-listener.js';
import { transportErrorOf } from './reason-of.js';
import type { KafkaSecurity } from './security.js';
import { TransportError } from './transport-error.js';

/**
 * What the answers of the addresses mean for a lost connection; the first that occurs decides. A listener that this process
 * cannot use is a mistake in the settings even when another address answers, because kafkajs keeps to the first one it tries.
 */
const IN_ORDER: readonly (readonly [Listener, TransportReason])[] = [
  ['TLS_REQUIRED', 'TLS_REQUIRED'],
  ['TLS_NOT_OFFERED', 'TLS_NOT_OFFERED'],
  ['TLS_CERTIFICATE_UNTRUSTED', 'TLS_CERTIFICATE_UNTRUSTED'],
  ['TLS_CERTIFICATE_EXPIRED', 'TLS_CERTIFICATE_EXPIRED'],
  ['TLS_CERTIFICATE_OTHER_HOST', 'TLS_CERTIFICATE_OTHER_HOST'],
  ['TLS_CLIENT_REFUSED', 'TLS_CLIENT_REFUSED'],
  ['TLS_FAILED', 'TLS_FAILED'],
  ['LOGIN_REQUIRED', 'LOGIN_REQUIRED'],
  ['kafka', 'BROKERS_PARTLY_UNREACHABLE'],
];

export interface Diagnosed {
  /** "127.0.0.1:9092", one entry a broker. */
  readonly brokers: readonly string[];
  readonly security: KafkaSecurity;
}

/**
 * Names the reason of an error of kafkajs. A connection that fails has several causes that look alike to kafkajs, so the
 * addresses are asked again.
 *
 * @param topic  added to the detail, where the caller knows it
 */
export async function diagnose(
  { brokers, security }: Diagnosed,
  error: unknown,
  topic?: string,
): Promise<TransportError> {
  const found = transportErrorOf(error, topic);
  if (found.reason !== 'BROKER_UNREACHABLE') return found;
  const answers = await Promise.all(brokers.map((address) => probeListener(address, security.tls)));
  // The question brings no login. Where this process has one, a listener that asks for it is as it should be.
  const listeners = answers.map((answer) =>
    answer === 'LOGIN_REQUIRED' && security.login !== undefined ? 'kafka' : answer,
  );
  const first = IN_ORDER.find(([listener]) => listeners.includes(listener));
  return first === undefined ? found : new TransportError(first[1], found.detail, error);
}
