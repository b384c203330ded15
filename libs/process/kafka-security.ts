import type { Pem } from '#libs/domain/pem.js';
import type { KafkaLogin, KafkaSecurity, KafkaTls } from '#libs/kafka/security.js';
import { type KafkaConfig, pemOf } from '#libs/runtime/kafka-settings.js';

/** What may be replaced while the process runs. */
export interface Replaceable {
  /** Asked at each login; unset: that of the settings. */
  readonly password?: (() => string) | undefined;
  /** Asked for each connection; unset: those of the settings. */
  readonly pem?: () => Pem;
}

/** How connections to Kafka are secured by these settings, which have been checked (`kafkaMistakes`). */
export function kafkaSecurity(
  config: KafkaConfig,
  { password = () => config.KAFKA_SASL_PASSWORD, pem = () => pemOf(config) }: Replaceable = {},
): KafkaSecurity {
  const login = loginOf(config, password);
  return {
    get tls() {
      return config.KAFKA_TLS === 'yes' ? tlsOf(config, pem()) : undefined;
    },
    ...(login === undefined ? {} : { login }),
  };
}

function tlsOf(config: KafkaConfig, pem: Pem): KafkaTls {
  const given = Object.entries({ ...pem, serverName: config.KAFKA_TLS_SERVER_NAME || undefined });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as KafkaTls;
}

function loginOf(config: KafkaConfig, password: () => string): KafkaLogin | undefined {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username } = config;
  if (mechanism === 'none') return undefined;
  return {
    mechanism,
    username,
    get password() {
      return password();
    },
  };
}
