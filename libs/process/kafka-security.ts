import type { KafkaLogin, KafkaSecurity, KafkaTls } from '#libs/kafka/security.js';
import { type KafkaConfig, pemOf } from '#libs/runtime/kafka-settings.js';

/** How connections to Kafka are secured by these settings, which have been checked (`kafkaMistakes`). */
export function kafkaSecurity(config: KafkaConfig): KafkaSecurity {
  const login = loginOf(config);
  return {
    ...(config.KAFKA_TLS === 'yes' ? { tls: tlsOf(config) } : {}),
    ...(login === undefined ? {} : { login }),
  };
}

function tlsOf(config: KafkaConfig): KafkaTls {
  const given = Object.entries({ ...pemOf(config), serverName: config.KAFKA_TLS_SERVER_NAME || undefined });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as KafkaTls;
}

function loginOf(config: KafkaConfig): KafkaLogin | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  return mechanism === 'none' ? undefined : { mechanism, username, password };
}
