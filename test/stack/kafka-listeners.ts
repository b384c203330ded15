import { freePort } from '#deploy/local/ports.js';
import { Certificates } from './certificates.js';

/** The listeners of a broker beside that of its controller; each but the first expects something of its clients. */
const LISTENERS = {
  open: 'PLAINTEXT',
  tls: 'SSL',
  /** With a certificate that expired. */
  expired: 'SSL',
  /** With a certificate for another host. */
  other: 'SSL',
  /** Asks clients for a certificate. */
  mutual: 'SSL',
  /** With a login and without TLS; offers PLAIN only. */
  login: 'SASL_PLAINTEXT',
  /** With TLS and a login. */
  secure: 'SASL_SSL',
} as const;
export type ListenerName = keyof typeof LISTENERS;

export interface Listeners {
  /** Of the open listener. */
  readonly port: number;
  /** "127.0.0.1:9093" */
  readonly addresses: Readonly<Record<ListenerName, string>>;
  /** authority.crt signed all; stranger.crt none. client.crt belongs to a client. */
  readonly certificates: Certificates;
  readonly settings: Readonly<Record<string, string>>;
  readonly scramUsers: readonly string[];
}

/** The user for PLAIN, and those for SCRAM, are called cx and have this password. */
export const PASSWORD = 'p@:/?#% Grüße';
/** The name in the certificate of the listener `other`, and in that of a broker that demands everything. */
export const OTHER_HOST = 'kafka.internal';

/** Makes certificates in that folder, and chooses free ports. */
export async function listenersIn(folder: string): Promise<Listeners> {
  const certificates = makeCertificates(folder);
  const names = Object.keys(LISTENERS) as ListenerName[];
  const ports = new Map<ListenerName, number>();
  for (const name of names) ports.set(name, await freePort());
  const controller = await freePort();
  const open = names.map((name) => `${name.toUpperCase()}://127.0.0.1:${ports.get(name)}`).join(',');
  const protocols = names.map((name) => `${name.toUpperCase()}:${LISTENERS[name]}`).join(',');
  const settings = {
    listeners: `${open},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': open,
    'inter.broker.listener.name': 'OPEN',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'listener.security.protocol.map': `CONTROLLER:PLAINTEXT,${protocols}`,
    ...keystore(certificates, 'server'),
    ...keystore(certificates, 'expired', 'listener.name.expired.'),
    ...keystore(certificates, 'other', 'listener.name.other.'),
    'listener.name.mutual.ssl.client.auth': 'required',
    ...logins('login', ['PLAIN']),
    ...logins('secure', ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']),
  };
  const addresses = Object.fromEntries(names.map((name) => [name, `127.0.0.1:${ports.get(name)}`]));
  return {
    port: ports.get('open') ?? 0,
    addresses: addresses as Record<ListenerName, string>,
    certificates,
    settings,
    scramUsers: SCRAM_USERS,
  };
}

export const SCRAM_USERS: readonly string[] = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].map(
  (mechanism) => `${mechanism}=[name=cx,password=${PASSWORD}]`,
);

export function makeCertificates(folder: string): Certificates {
  const made = new Certificates(folder);
  made.makeAuthority('authority');
  made.makeAuthority('stranger');
  const here = ['DNS:localhost', 'IP:127.0.0.1'];
  made.make('server', { authority: 'authority', names: here });
  made.make('other', { authority: 'authority', names: [`DNS:${OTHER_HOST}`] });
  made.make('expired', { authority: 'authority', names: here, dates: ['-days', '-1'] });
  made.make('client', { authority: 'authority' });
  made.make('foreign', { authority: 'stranger' });
  return made;
}

/** Settings of a broker for its certificate and for the authority of clients, as Java reads them from PEM. */
export function keystore(certificates: Certificates, name: string, prefix = ''): Readonly<Record<string, string>> {
  return {
    [`${prefix}ssl.keystore.type`]: 'PEM',
    [`${prefix}ssl.keystore.location`]: certificates.keystore(name),
    [`${prefix}ssl.truststore.type`]: 'PEM',
    [`${prefix}ssl.truststore.location`]: certificates.file('authority.crt'),
  };
}

/** Settings of a broker for the mechanisms that a listener offers. */
export function logins(listener: string, mechanisms: readonly string[]): Readonly<Record<string, string>> {
  const modules = mechanisms.map((mechanism) => {
    const setting = `listener.name.${listener}.${mechanism.toLowerCase()}.sasl.jaas.config`;
    return [setting, mechanism === 'PLAIN' ? PLAIN : SCRAM] as const;
  });
  return {
    [`listener.name.${listener}.sasl.enabled.mechanisms`]: mechanisms.join(','),
    ...Object.fromEntries(modules),
  };
}

const MODULES = 'org.apache.kafka.common.security';
const SCRAM = `${MODULES}.scram.ScramLoginModule required;`;
/** Java reads properties as Latin-1, so other characters are escaped. The first account is that of the broker itself. */
const PLAIN = `${MODULES}.plain.PlainLoginModule required username="cx" password="${escaped()}" user_cx="${escaped()}";`;

function escaped(): string {
  return PASSWORD.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
