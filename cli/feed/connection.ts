import { z } from 'zod';
import type { KafkajsClientOptions } from '#libs/kafka/kafkajs-client.js';
import { kafkaSecurity } from '#libs/process/kafka-security.js';
import { ConfigError, readConfig } from '#libs/runtime/config.js';
import { currentPem } from '#libs/runtime/current-pem.js';
import { currentSecret } from '#libs/runtime/current-secret.js';
import { kafkaMistakes, kafkaSettings } from '#libs/runtime/kafka-settings.js';
import { SettingError } from '../addresses.js';
import { UsageError } from '../command.js';

/**
 * How to reach the company's Kafka: by the settings that the services read, KAFKA_BROKERS, KAFKA_TLS and so on, which may come
 * from files.
 *
 * @param brokers  of the option --brokers; empty: those of KAFKA_BROKERS
 * @throws {SettingError}  with every mistake in the settings
 */
export function connectionOf(brokers: string, env: NodeJS.ProcessEnv): KafkajsClientOptions {
  const config = read({ ...env, ...(brokers === '' ? {} : { KAFKA_BROKERS: brokers, KAFKA_BROKERS_FILE: '' }) });
  const mistakes = kafkaMistakes(config);
  if (mistakes.length > 0) throw new SettingError(mistakes.join('\n'));
  if (config.KAFKA_BROKERS.length === 0)
    throw new UsageError('Name the brokers: --brokers 127.0.0.1:9092, or set KAFKA_BROKERS.');
  return {
    brokers: config.KAFKA_BROKERS.join(','),
    clientId: 'cx-feed',
    compression: config.KAFKA_COMPRESSION,
    security: kafkaSecurity(config, {
      password: currentPassword(config.KAFKA_SASL_PASSWORD, env),
      pem: currentPem(config, env, (mistake) => console.error(mistake)),
    }),
  };
}

/** The password as its file holds it now, because a feed runs for months. Its certificates are read again, too. */
function currentPassword(atStart: string, env: NodeJS.ProcessEnv) {
  const onMistake = (mistake: string) => console.error(mistake);
  return currentSecret({ name: 'KAFKA_SASL_PASSWORD', atStart, env, onMistake });
}

function read(env: NodeJS.ProcessEnv) {
  try {
    return readConfig(z.object(kafkaSettings()), env);
  } catch (error) {
    if (error instanceof ConfigError) throw new SettingError(error.message, { cause: error });
    throw error;
  }
}
