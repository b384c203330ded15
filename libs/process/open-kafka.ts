import { TransportFaults } from '#libs/batches/transport/transport-faults.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { systemClock } from '#libs/runtime/clock.js';
import { currentPem } from '#libs/runtime/current-pem.js';
import type { KafkaConfig } from '#libs/runtime/kafka-settings.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import { kafkaSecurity } from './kafka-security.js';
import { replacedSecret } from './replaced-secret.js';

export interface KafkaTransport {
  /** Undefined without Kafka: then readers fetch batches from the process that sealed them. */
  readonly kafka: KafkaClient | undefined;
  /** What keeps this process from using Kafka now. */
  readonly faults: TransportFaults;
}

/**
 * Opens Kafka if the operator set brokers. It does not connect, so the start of a process does not wait for Kafka.
 *
 * @param clientId  shown in the logs of brokers, "cx-scoring"
 */
export async function openKafka(
  lifecycle: Lifecycle,
  config: KafkaConfig,
  { clientId, metrics }: { readonly clientId: string; readonly metrics: Metrics },
): Promise<KafkaTransport> {
  const brokers = config.KAFKA_BROKERS.join(',');
  const onMistake = (mistake: string) =>
    lifecycle.log.error({ mistake }, 'new certificates for Kafka cannot be used; those read before stay in use');
  const security = kafkaSecurity(config, {
    password: replacedSecret(lifecycle.log, config, 'KAFKA_SASL_PASSWORD'),
    pem: currentPem(config, process.env, onMistake),
  });
  if (brokers !== '' && security.login?.mechanism === 'PLAIN' && security.tls === undefined) {
    lifecycle.log.warn(
      {},
      'the password for Kafka is sent unencrypted: KAFKA_SASL_MECHANISM=PLAIN without KAFKA_TLS=yes',
    );
  }
  const kafka =
    brokers === ''
      ? undefined
      : await lifecycle.add(
          'kafka',
          () => kafkajsClient({ brokers, clientId, compression: config.KAFKA_COMPRESSION, security }),
          (it) => it.close(),
        );
  metrics.transportInfo.set({ transport: kafka === undefined ? 'direct' : 'kafka' });
  return { kafka, faults: new TransportFaults({ log: lifecycle.log, metrics, clock: systemClock }) };
}
