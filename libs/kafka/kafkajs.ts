import { Kafka, logLevel } from 'kafkajs';
import { registerCodecs } from './codecs.js';
import { quietQueues } from './quiet-queue.js';
import { type KafkaSecurity, saslOptions } from './security.js';
import { socketsOf } from './sockets.js';

export interface KafkajsOptions {
  /** "127.0.0.1:9092,127.0.0.1:9093" */
  readonly brokers: string;
  /** Shown in the logs of brokers. */
  readonly clientId: string;
  readonly security?: KafkaSecurity;
}

/** The settings of kafkajs that all connections of this product share. It does not connect. */
export function kafkajsOf({ brokers, clientId, security = {} }: KafkajsOptions): Kafka {
  registerCodecs();
  quietQueues();
  return new Kafka({
    brokers: brokers.split(','),
    clientId,
    ...(security.tls === undefined ? {} : { ssl: true, socketFactory: socketsOf(security) }),
    ...(security.login === undefined ? {} : { sasl: saslOptions(security.login) }),
    logLevel: logLevel.NOTHING, // every error is reported to the caller instead
    connectionTimeout: 2_000,
    requestTimeout: 10_000,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
  });
}
