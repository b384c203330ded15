import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaJars } from '#deploy/local/kafka.js';
import { builtPrograms } from '#deploy/local/programs.js';
import { SERVICES, type ServiceName } from '#deploy/local/services.js';
import { Feed, loadOf } from '#test/chaos/load.js';
import { exportedLines, linesOf, untilCounted } from '#test/e2e/counts.js';
import { olistRules } from '#test/rules/olist.js';
import { Random } from '#test/simulation/random.js';
import { brokers } from '#test/stack/installation.js';
import { OTHER_HOST, PASSWORD } from '#test/stack/kafka-listeners.js';
import { readJson } from '#test/stack/read-page.js';
import { type SecureKafka, startSecureKafka } from '#test/stack/secure-kafka.js';
import { until } from '#test/stack/until.js';
import { RollingInstallation } from './rolling.js';
import { operate } from './scripts.js';

/** How long a broker lets a client work before it asks for the login again. */
const SESSION_MS = 12_000;
const ROTATED: readonly ServiceName[] = ['delivery', 'scoring'];
const userOf = (name: ServiceName) => `cx-${name}`;

describe.skipIf(brokers() === '')('a new password for Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-kafka-passwords-'));
  let kafka: SecureKafka;
  let rolling: RollingInstallation;
  const passwordFile = (name: ServiceName) => join(folder, `${name}.kafka-password`);

  beforeAll(async () => {
    kafka = await startSecureKafka(folder, { 'connections.max.reauth.ms': String(SESSION_MS) }, SERVICES.map(userOf));
    for (const name of SERVICES) writeFileSync(passwordFile(name), `${PASSWORD}\n`, { mode: 0o600 });
    rolling = await RollingInstallation.open({
      kafkaBrokers: kafka.brokers,
      env: (name) => ({
        KAFKA_TLS: 'yes',
        KAFKA_TLS_CA_FILE: kafka.authorityFile,
        KAFKA_TLS_SERVER_NAME: OTHER_HOST,
        KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
        KAFKA_SASL_USERNAME: userOf(name),
        KAFKA_SASL_PASSWORD_FILE: passwordFile(name),
      }),
    });
    await rolling.startAll(await builtPrograms());
  });
  afterAll(async () => {
    await rolling?.end();
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The program of Kafka that the script runs, from the jars of the broker, and the file by which it logs in. */
  const admin = () => {
    const file = join(folder, 'kafka-configs.sh');
    const jars = join(kafkaJars(), '*');
    writeFileSync(
      file,
      `#!/bin/sh\nexec java -Xmx128m -XX:TieredStopAtLevel=1 -cp '${jars}' kafka.admin.ConfigCommand "$@"\n`,
    );
    chmodSync(file, 0o755);
    const properties = [
      'security.protocol=SASL_SSL',
      'sasl.mechanism=PLAIN',
      `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="cx" password="${inJava(PASSWORD)}";`,
      'ssl.truststore.type=PEM',
      `ssl.truststore.location=${kafka.authorityFile}`,
      'ssl.endpoint.identification.algorithm=',
    ];
    writeFileSync(join(folder, 'admin.properties'), `${properties.join('\n')}\n`, { mode: 0o600 });
    return {
      BROKERS: kafka.brokers,
      ADMIN: join(folder, 'admin.properties'),
      PATH: `${folder}:${process.env['PATH']}`,
    };
  };
  const faultsOf = async (name: ServiceName) => {
    const page = await readJson(rolling.dataDir, `https://127.0.0.1:${rolling.newest(name)?.http}/statusz`);
    return (page['transportFaults'] as { reason: string }[]).map(({ reason }) => reason);
  };
  /** How far scoring has read the topics of delivery in Kafka. */
  const readFromKafka = async () => {
    const database = new pg.Client({ connectionString: rolling.databaseUrl('scoring') });
    await database.connect();
    const { rows } = await database
      .query<{ read: string }>(
        `select max(kafka_next_offset) as read from shard_progress join shard using (shard_id) where source = 'delivery'`,
      )
      .finally(() => database.end());
    return Number(rows[0]?.read ?? 0);
  };

  it('is taken by running processes at their next login, batches flow on through Kafka, and nothing is lost', async () => {
    for (const name of SERVICES) await until(async () => (await faultsOf(name)).length === 0, 60);
    const load = await loadOf(300, 1);
    let share = 0.3;
    const sending = new Feed([rolling.addresses], load.generations.flat(), new Random(23), () => share).run();
    await until(async () => (await readFromKafka()) > 0, 60);
    for (const name of ROTATED) {
      const { code, stdout, stderr } = await operate(
        'rotate-kafka-password.sh',
        [userOf(name), passwordFile(name)],
        admin(),
      );
      expect([name, code, stderr]).toEqual([name, 0, '']);
      expect(stdout).toContain(`${userOf(name)} has a new password for SCRAM-SHA-512`);
      expect(readFileSync(passwordFile(name), 'utf8')).not.toContain(PASSWORD);
    }
    await pause(1.5 * SESSION_MS); // the broker has asked every connection for its login again
    const before = await readFromKafka();
    share = 2;
    await sending;
    await until(async () => (await readFromKafka()) > before, 60);
    await untilCounted(rolling.addresses);
    expect(await exportedLines(rolling.addresses)).toEqual(linesOf(load.evaluationsBy(olistRules)));
    for (const name of SERVICES) {
      await until(async () => (await faultsOf(name)).length === 0, 30);
      const log = readFileSync(join(rolling.dataDir, `${name}-${SERVICES.indexOf(name)}.log`), 'utf8');
      expect(log).not.toContain(readFileSync(passwordFile(name), 'utf8').trim());
    }
  });

  it('stays the old one when Kafka refuses', async () => {
    const before = readFileSync(passwordFile('survey'), 'utf8');
    const env = { ...admin(), MECHANISMS: 'SCRAM-SHA-1' };
    const { code, stderr } = await operate('rotate-kafka-password.sh', ['cx-survey', passwordFile('survey')], env);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^KAFKA_REFUSES: cx-survey keeps its password/)]);
    expect(stderr).not.toMatch(/[0-9a-f]{64}/);
    expect(readFileSync(passwordFile('survey'), 'utf8')).toBe(before);
  });
});

/** As a file of properties has it, which Java reads as Latin-1. */
function inJava(text: string): string {
  return text.replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
