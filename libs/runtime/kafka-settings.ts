import { isIP } from 'node:net';
import { z } from 'zod';
import { type Pem, pemMistake } from '#libs/domain/pem.js';
import { commaList } from './comma-list.js';
import { SECRET } from './config.js';

/** How processes reach Kafka. Without brokers the others have no effect. */
export function kafkaSettings() {
  return {
    KAFKA_BROKERS: commaList().describe('host:port,host:port; empty: batches travel directly'),
    KAFKA_COMPRESSION: z
      .enum(['none', 'gzip', 'snappy', 'lz4', 'zstd'])
      .default('none')
      .describe('how record batches to Kafka are compressed: none, gzip, snappy, lz4 or zstd; all are read'),
    KAFKA_TLS: z.enum(['no', 'yes']).default('no').describe('yes: connections to Kafka use TLS'),
    KAFKA_TLS_CA: text().describe(
      'certificates in PEM of the authorities of the brokers; empty: the public authorities that Node.js knows',
    ),
    KAFKA_TLS_CERTIFICATE: text().describe('certificate of this client in PEM, where the brokers ask for one'),
    KAFKA_TLS_KEY: text().meta(SECRET).describe('key of that certificate in PEM, without a passphrase'),
    KAFKA_TLS_SERVER_NAME: text().describe(
      'name that the certificates of all brokers bear; empty: the host of each address',
    ),
    KAFKA_SASL_MECHANISM: z
      .enum(['none', 'PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])
      .default('none')
      .describe('how this process logs in to Kafka: none, PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512'),
    KAFKA_SASL_USERNAME: text().describe('user for that login'),
    KAFKA_SASL_PASSWORD: text().meta(SECRET).describe('password for that login, as it is'),
  };
}

export type KafkaConfig = z.infer<z.ZodObject<ReturnType<typeof kafkaSettings>>>;

const NEEDS_TLS = ['KAFKA_TLS_CA', 'KAFKA_TLS_CERTIFICATE', 'KAFKA_TLS_KEY', 'KAFKA_TLS_SERVER_NAME'] as const;
const SETTING_OF = { authority: 'KAFKA_TLS_CA', certificate: 'KAFKA_TLS_CERTIFICATE', key: 'KAFKA_TLS_KEY' } as const;

/**
 * Settings of Kafka that contradict each other or cannot be used together, a sentence each. A setting that would have no effect,
 * such as an authority without TLS, is a mistake too: the operator believes that connections are encrypted.
 */
export function kafkaMistakes(config: KafkaConfig): readonly string[] {
  return [...tlsMistakes(config), ...loginMistakes(config)];
}

function tlsMistakes(config: KafkaConfig): readonly string[] {
  const given = NEEDS_TLS.filter((name) => config[name] !== '');
  if (config.KAFKA_TLS === 'no') return given.map((name) => `${name} has no effect without KAFKA_TLS=yes.`);
  const mistake = pemMistake(pemOf(config));
  const isAddress = isIP(config.KAFKA_TLS_SERVER_NAME) !== 0;
  return [
    ...(mistake === undefined ? [] : [`${SETTING_OF[mistake.part]} ${mistake.why}.`]),
    ...(isAddress ? ['KAFKA_TLS_SERVER_NAME is an address; set a host name, or leave it empty.'] : []),
  ];
}

/** The certificates and the key; an empty setting is unset. */
export function pemOf(config: KafkaConfig): Pem {
  const { KAFKA_TLS_CA, KAFKA_TLS_CERTIFICATE, KAFKA_TLS_KEY } = config;
  return {
    authority: KAFKA_TLS_CA || undefined,
    certificate: KAFKA_TLS_CERTIFICATE || undefined,
    key: KAFKA_TLS_KEY || undefined,
  };
}

function loginMistakes(config: KafkaConfig): readonly string[] {
  const { KAFKA_SASL_MECHANISM: mechanism } = config;
  const account = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;
  if (mechanism !== 'none') {
    const missing = account.filter((name) => config[name] === '');
    return missing.map((name) => `${name} is not set; the login by ${mechanism} needs it.`);
  }
  const given = account.filter((name) => config[name] !== '');
  return given.map((name) => `${name} has no effect while KAFKA_SASL_MECHANISM is none.`);
}

function text() {
  return z.string().default('');
}
