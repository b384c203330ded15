import type { Insecurity } from '#libs/domain/insecurity.js';
import { isLoopback } from './loopback.js';

/** How the settings say to reach Kafka. */
export interface KafkaAddress {
  /** "broker-1.example.com:9093"; none: batches travel directly. */
  readonly brokers: readonly string[];
  readonly isEncrypted: boolean;
  /** Whether the process proves itself to the brokers, by a login or by a certificate. */
  readonly isProven: boolean;
}

/** What is insecure about the connections to Kafka; nothing while all brokers are on this machine. */
export function kafkaInsecurities({ brokers, isEncrypted, isProven }: KafkaAddress): readonly Insecurity[] {
  const detail = brokers.filter((broker) => !isLoopback(broker.replace(/:\d+$/, ''))).join(', ');
  if (detail === '') return [];
  const found: Insecurity[] = [];
  if (!isEncrypted) found.push({ reason: 'BROKERS_UNENCRYPTED', detail });
  if (!isProven) found.push({ reason: 'BROKERS_WITHOUT_LOGIN', detail });
  return found;
}
