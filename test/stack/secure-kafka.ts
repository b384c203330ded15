import { join } from 'node:path';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { freePort } from '#deploy/local/ports.js';
import { type KafkaSecurity, saslOptions, tlsOptions } from '#libs/kafka/security.js';
import { keystore, logins, makeCertificates, OTHER_HOST, PASSWORD, SCRAM_USERS } from './kafka-listeners.js';

/** A broker with one listener, which demands TLS and a login of every client, the broker itself included. */
export interface SecureKafka extends LocalKafka {
  readonly security: KafkaSecurity;
  /** "/tmp/.../authority.crt" */
  readonly authorityFile: string;
}

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/**
 * @param more   settings of the broker
 * @param users  users for SCRAM besides cx, with its password
 */
export async function startSecureKafka(
  folder: string,
  more: Readonly<Record<string, string>> = {},
  users: readonly string[] = [],
): Promise<SecureKafka> {
  const certificates = makeCertificates(folder);
  const [port, controller] = [await freePort(), await freePort()];
  const security: KafkaSecurity = {
    tls: { authority: certificates.text('authority.crt'), serverName: OTHER_HOST },
    login: { mechanism: 'SCRAM-SHA-512', username: 'cx', password: PASSWORD },
  };
  const settings = {
    listeners: `SECURE://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': `SECURE://127.0.0.1:${port}`,
    'inter.broker.listener.name': 'SECURE',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    'ssl.endpoint.identification.algorithm': '', // of the broker towards itself: its certificate is for another name
    ...keystore(certificates, 'other'),
    ...logins('secure', MECHANISMS),
    ...more,
  };
  const client = { ssl: tlsOptions(security.tls ?? {}), sasl: saslOptions({ ...LOGIN, mechanism: 'PLAIN' }) };
  const own = users.map((user) => `SCRAM-SHA-512=[name=${user},password=${PASSWORD}]`);
  const dataDir = join(folder, 'kafka');
  const kafka = await startKafka({ dataDir, port, settings, client, scramUsers: [...SCRAM_USERS, ...own] });
  return { ...kafka, security, authorityFile: certificates.file('authority.crt') };
}

const LOGIN = { username: 'cx', password: PASSWORD };
