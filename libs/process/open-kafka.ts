import { TransportFaults } from '#libs/batches/transport/transport-faults.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import type { Metrics } from '#libs/metrics/metrics.js';
import { systemClock } from '#libs/runtime/clock.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { ServiceConfig } from '#libs/runtime/settings.js';

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
  config: Pick<ServiceConfig, 'KAFKA_BROKERS' | 'KAFKA_COMPRESSION'>,
  { clientId, metrics }: { readonly clientId: string; readonly metrics: Metrics },
): Promise<KafkaTransport> {
  const brokers = config.KAFKA_BROKERS.join(',');
  const kafka =
    brokers === ''
      ? undefined
      : await lifecycle.add(
          'kafka',
          () => kafkajsClient({ brokers, clientId, compression: config.KAFKA_COMPRESSION }),
          (it) => it.close(),
        );
  metrics.transportInfo.set({ transport: kafka === undefined ? 'direct' : 'kafka' });
  return { kafka, faults: new TransportFaults({ log: lifecycle.log, metrics, clock: systemClock }) };
}
