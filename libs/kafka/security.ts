import type { ConnectionOptions } from 'node:tls';
import type { SASLOptions } from 'kafkajs';

/** How a process proves to brokers who it is. */
export const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** How connections to brokers are secured; nothing set: neither encrypted nor logged in. */
export interface KafkaSecurity {
  /** Read for each connection, so that certificates may be replaced while the process runs. */
  readonly tls?: KafkaTls | undefined;
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
  /** Read for each login, so that it may be replaced while the process runs. */
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

/** Written anew for each client, because kafkajs keeps its own state in the object. It reads the password at each login. */
export function saslOptions(login: KafkaLogin): SASLOptions {
  const { mechanism, username } = login;
  const account = (kafkajsName: 'plain' | 'scram-sha-256' | 'scram-sha-512'): SASLOptions => ({
    mechanism: kafkajsName,
    username,
    get password() {
      return login.password;
    },
  });
  if (mechanism === 'PLAIN') return account('plain');
  return account(mechanism === 'SCRAM-SHA-256' ? 'scram-sha-256' : 'scram-sha-512');
}
