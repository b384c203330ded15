import type { ConnectionOptions } from 'node:tls';
import type { SASLOptions } from 'kafkajs';

/** How a process proves to brokers who it is. */
export const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** How connections to brokers are secured; nothing set: neither encrypted nor logged in. */
export interface KafkaSecurity {
  readonly tls?: KafkaTls;
  readonly login?: KafkaLogin;
}

/** Certificates and key are text in PEM. */
export interface KafkaTls {
  /** Unset: the public authorities that Node.js knows. */
  readonly authority?: string;
  /** Of this client, with its key. */
  readonly certificate?: string;
  readonly key?: string;
  /** The name that the certificate of every broker bears; unset: the host of its address. */
  readonly serverName?: string;
}

export interface KafkaLogin {
  readonly mechanism: (typeof MECHANISMS)[number];
  readonly username: string;
  readonly password: string;
}

/** Brokers without a certificate of a known authority for their name are always refused. */
export function tlsOptions({ authority, certificate, key, serverName }: KafkaTls): ConnectionOptions {
  return {
    rejectUnauthorized: true,
    ...(authority === undefined ? {} : { ca: authority }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}

/** Written anew for each client, because kafkajs keeps its own state in the object. */
export function saslOptions({ mechanism, username, password }: KafkaLogin): SASLOptions {
  const account = { username, password };
  if (mechanism === 'PLAIN') return { mechanism: 'plain', ...account };
  return { mechanism: mechanism === 'SCRAM-SHA-256' ? 'scram-sha-256' : 'scram-sha-512', ...account };
}
