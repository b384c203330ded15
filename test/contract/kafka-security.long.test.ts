import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import kafkajs from 'kafkajs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { TransportFaults } from '#libs/batches/transport/transport-faults.js';
import type { TransportReason } from '#libs/domain/transport-fault.js';
import { diagnose } from '#libs/kafka/diagnose.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import type { KafkaLogin, KafkaSecurity, KafkaTls } from '#libs/kafka/security.js';
import { createMetrics } from '#libs/metrics/metrics.js';
import { kafkaSecurity } from '#libs/process/kafka-security.js';
import { systemClock } from '#libs/runtime/clock.js';
import { readConfig } from '#libs/runtime/config.js';
import { currentPem } from '#libs/runtime/current-pem.js';
import { kafkaSettings } from '#libs/runtime/kafka-settings.js';
import { createLog } from '#libs/runtime/log.js';
import { type ListenerName, type Listeners, listenersIn, OTHER_HOST, PASSWORD } from '#test/stack/kafka-listeners.js';
import { until } from '#test/stack/until.js';

/** One broker with a listener for each way in which a listener may refuse a client. */
describe.skipIf(inject('kafkaBrokers') === '')('a process at a listener of Kafka', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cx-security-'));
  const clients: KafkaClient[] = [];
  let broker: LocalKafka;
  let listeners: Listeners;

  beforeAll(async () => {
    listeners = await listenersIn(dataDir);
    const { port, settings, scramUsers } = listeners;
    broker = await startKafka({ dataDir, port, settings, scramUsers });
    const admin = kafkajsClient({ brokers: broker.brokers, clientId: 'first' });
    await until(
      () =>
        admin.ensureTopics([{ topic: 'first', partitions: 1 }]).then(
          () => true,
          () => false,
        ),
      30,
    );
    await admin.close();
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
  });
  afterAll(async () => {
    await broker?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const trusted = (more: Partial<KafkaTls> = {}): KafkaTls => ({
    authority: listeners.certificates.text('authority.crt'),
    ...more,
  });
  const login = (more: Partial<KafkaLogin> = {}): KafkaLogin => ({
    ...{ mechanism: 'PLAIN', username: 'cx', password: PASSWORD },
    ...more,
  });
  const pair = (name: string) => {
    const { certificates } = listeners;
    return { certificate: certificates.text(`${name}.crt`), key: certificates.text(`${name}.key`) };
  };
  const client = (listener: ListenerName, security: KafkaSecurity, host = '127.0.0.1') => {
    const brokers = listeners.addresses[listener].replace('127.0.0.1', host);
    const made = kafkajsClient({ brokers, clientId: 'security', security });
    clients.push(made);
    return made;
  };

  it.each<[string, ListenerName, () => KafkaSecurity]>([
    ['with TLS', 'tls', () => ({ tls: trusted() })],
    [
      'with a certificate for another name, which is set',
      'other',
      () => ({ tls: trusted({ serverName: OTHER_HOST }) }),
    ],
    ['that asks for a certificate', 'mutual', () => ({ tls: trusted(pair('client')) })],
    ['with a login by PLAIN and no TLS', 'login', () => ({ login: login() })],
    ['with TLS and PLAIN', 'secure', () => ({ tls: trusted(), login: login() })],
    ['with TLS and SCRAM-SHA-256', 'secure', () => ({ tls: trusted(), login: login({ mechanism: 'SCRAM-SHA-256' }) })],
    ['with TLS and SCRAM-SHA-512', 'secure', () => ({ tls: trusted(), login: login({ mechanism: 'SCRAM-SHA-512' }) })],
  ])('%s is let in with the right settings, and writes and reads', async (_, listener, security) => {
    const kafka = client(listener, security());
    const topic = `security-${listener}-${clients.length}-${Date.now()}`;
    await kafka.ensureTopics([{ topic, partitions: 1 }]);
    await kafka.append(topic, 0, [{ value: Buffer.from('x') }]);
    const seen: string[] = [];
    await kafka.follow({
      from: [{ topic, partition: 0 }],
      onRecords: async (_topic, _partition, records) => void seen.push(...records.map(({ value }) => String(value))),
    });
    await until(() => seen.length === 1, 30);
  });

  const plain = (): KafkaSecurity => ({});
  const refusals: readonly [string, ListenerName, () => KafkaSecurity, TransportReason, string?][] = [
    ['with TLS, without TLS', 'tls', plain, 'TLS_REQUIRED'],
    ['with TLS and a login, without both', 'secure', plain, 'TLS_REQUIRED'],
    ['with TLS and a login, without TLS', 'secure', () => ({ login: login() }), 'TLS_REQUIRED'],
    ['without TLS, with TLS', 'open', () => ({ tls: trusted() }), 'TLS_NOT_OFFERED'],
    ['with a login and no TLS, with TLS', 'login', () => ({ tls: trusted(), login: login() }), 'TLS_NOT_OFFERED'],
    [
      'with TLS, with the authority of another company',
      'tls',
      () => ({ tls: { authority: listeners.certificates.text('stranger.crt') } }),
      'TLS_CERTIFICATE_UNTRUSTED',
    ],
    ['with TLS, with the public authorities', 'tls', () => ({ tls: {} }), 'TLS_CERTIFICATE_UNTRUSTED'],
    ['with a certificate that expired', 'expired', () => ({ tls: trusted() }), 'TLS_CERTIFICATE_EXPIRED'],
    ['with a certificate for another host', 'other', () => ({ tls: trusted() }), 'TLS_CERTIFICATE_OTHER_HOST'],
    ['that asks for a certificate, with none', 'mutual', () => ({ tls: trusted() }), 'TLS_CLIENT_REFUSED'],
    [
      'that asks for a certificate, with one of a stranger',
      'mutual',
      () => ({ tls: trusted(pair('foreign')) }),
      'TLS_CLIENT_REFUSED',
    ],
    ['with a login, without one', 'login', plain, 'LOGIN_REQUIRED'],
    ['with TLS and a login, without a login', 'secure', () => ({ tls: trusted() }), 'LOGIN_REQUIRED'],
    ['with a login, with another password', 'login', () => ({ login: login({ password: WRONG }) }), 'LOGIN_REFUSED'],
    [
      'with TLS and SCRAM, with another password',
      'secure',
      () => ({ tls: trusted(), login: login({ mechanism: 'SCRAM-SHA-512', password: WRONG }) }),
      'LOGIN_REFUSED',
    ],
    [
      'with TLS and SCRAM, as an unknown user',
      'secure',
      () => ({ tls: trusted(), login: login({ mechanism: 'SCRAM-SHA-256', username: 'unknown-user' }) }),
      'LOGIN_REFUSED',
    ],
    [
      'with PLAIN, by SCRAM-SHA-512',
      'login',
      () => ({ login: login({ mechanism: 'SCRAM-SHA-512' }) }),
      'LOGIN_MECHANISM_UNSUPPORTED',
    ],
    ['without a login, with one', 'open', () => ({ login: login() }), 'LOGIN_NOT_OFFERED'],
    ['with TLS and no login, with one', 'tls', () => ({ tls: trusted(), login: login() }), 'LOGIN_NOT_OFFERED'],
  ];

  it.each(refusals)(
    '%s, is refused by name, once in the log and without a secret',
    async (_, listener, security, reason) => {
      const kafka = client(listener, security());
      const lines: { reason?: unknown; text: string }[] = [];
      const write = (facts: object) => void lines.push({ ...facts, text: inspect(facts, { depth: 9 }) });
      const log = { ...createLog('security'), debug: write, info: () => {}, warn: write, error: write };
      const metrics = createMetrics('scoring', { withProcess: false });
      const faults = new TransportFaults({ log, metrics, clock: systemClock });
      let reports = 0;
      const onFault = (fault: Parameters<TransportFaults['report']>[1]) => {
        reports += fault === undefined ? 0 : 1;
        faults.report('consume_observations', fault);
      };
      await kafka.follow({ from: [{ topic: 'first', partition: 0 }], onRecords: async () => {}, onFault });
      await expect(kafka.append('first', 0, [{ value: Buffer.from('x') }])).rejects.toMatchObject({ reason });
      await until(() => reports >= 2, 40);
      expect(faults.standing().map((fault) => fault.reason)).toEqual([reason]);
      expect(lines.map((line) => line.reason)).toEqual([reason]);
      const shown = JSON.stringify([lines, faults.standing()]);
      for (const secret of [PASSWORD, WRONG, 'PRIVATE KEY']) expect(shown).not.toContain(secret);
    },
  );

  it('uses certificates that were replaced for new connections, and goes on with those that are open', async () => {
    const { certificates, addresses } = listeners;
    certificates.make('renewed', { authority: 'authority' });
    const mounted = (part: 'crt' | 'key') => join(dataDir, `mounted.${part}`);
    const mount = (name: string) => {
      for (const part of ['crt', 'key'] as const) copyFileSync(certificates.file(`${name}.${part}`), mounted(part));
    };
    const env = {
      KAFKA_BROKERS: addresses.mutual,
      KAFKA_TLS: 'yes',
      KAFKA_TLS_CA_FILE: certificates.file('authority.crt'),
      KAFKA_TLS_CERTIFICATE_FILE: mounted('crt'),
      KAFKA_TLS_KEY_FILE: mounted('key'),
    };
    mount('client');
    const config = readConfig(z.object(kafkaSettings()), env);
    const pem = currentPem(config, env, (mistake) => expect.unreachable(mistake));
    const kafka = client('mutual', kafkaSecurity(config, { pem }));
    const write = () => kafka.append('first', 0, [{ value: Buffer.from('x') }]);
    await write();

    mount('foreign'); // a new connection would be refused by it
    await write();
    expect(await kafka.isReachable()).toBe(false);

    mount('renewed');
    expect(await kafka.isReachable()).toBe(true);
    await write();
  });

  it.each<[ListenerName, TransportReason]>([
    ['tls', 'TLS_REQUIRED'],
    ['login', 'LOGIN_REQUIRED'],
  ])('%s beside an open one is named for a lost connection', async (name, reason) => {
    const lost = new kafkajs.KafkaJSConnectionError('Closed connection');
    const both = { brokers: [broker.brokers, listeners.addresses[name]], security: {} };
    expect(await diagnose(both, lost)).toMatchObject({ reason });
    expect(await diagnose({ ...both, brokers: [broker.brokers] }, lost)).toMatchObject({
      reason: 'BROKERS_PARTLY_UNREACHABLE',
    });
  });

  it('at an address without a broker is told so, whatever its settings', async () => {
    const kafka = kafkajsClient({
      ...{ brokers: '127.0.0.1:1', clientId: 'security' },
      security: { tls: trusted(), login: login() },
    });
    clients.push(kafka);
    await expect(kafka.append('first', 0, [{ value: Buffer.from('x') }])).rejects.toMatchObject({
      reason: 'BROKER_UNREACHABLE',
    });
  });
});

const WRONG = 'not-the-password';
