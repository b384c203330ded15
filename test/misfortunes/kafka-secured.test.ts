import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVICES, type ServiceName } from '#deploy/local/services.js';
import { exportedLines, sha256Of, untilCounted } from '#test/e2e/counts.js';
import { factsOfOrders, send } from '#test/e2e/real-orders.js';
import { cxEnv } from '#test/stack/connection-to.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { OTHER_HOST, PASSWORD } from '#test/stack/kafka-listeners.js';
import { readJson } from '#test/stack/read-page.js';
import { runCx } from '#test/stack/run-cx.js';
import { type SecureKafka, startSecureKafka } from '#test/stack/secure-kafka.js';
import { until } from '#test/stack/until.js';

/** How long a broker lets a client work before it asks for the login again. */
const SESSION_MS = 12_000;

/** Six processes with the settings that docs/secure-connections.md prints, on a Kafka that demands TLS and a login. */
describe.skipIf(brokers() === '')('on a Kafka that demands TLS and a login', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-secured-'));
  const installations: TestInstallation[] = [];
  let kafka: SecureKafka;

  const file = (name: string, content: string, mode = 0o600) => {
    writeFileSync(join(folder, name), content);
    chmodSync(join(folder, name), mode);
    return join(folder, name);
  };
  /** The settings of the page, with the files and the broker of this test in the places of the page's. */
  const settings = (password: string) => {
    const here: Readonly<Record<string, string>> = {
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_TLS_CA_FILE: kafka.authorityFile,
      KAFKA_TLS_SERVER_NAME: OTHER_HOST,
      KAFKA_SASL_PASSWORD_FILE: file('kafka-password', `${password}\n`),
      CX_DATABASE_PASSWORD_FILE: file('database-password', 'cx\n', 0o644),
    };
    return { ...printedSettings('A managed Kafka'), ...here };
  };
  const start = async (password: string) => {
    const installation = await startInstallation(kafka.brokers, settings(password));
    installations.push(installation);
    return installation;
  };

  beforeAll(async () => {
    kafka = await startSecureKafka(folder, { 'connections.max.reauth.ms': String(SESSION_MS) });
  });
  afterAll(async () => {
    for (const installation of installations) await installation.end();
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const statusOf = async ({ ports, logDir }: TestInstallation, name: ServiceName) =>
    readJson(logDir, `https://127.0.0.1:${ports[name].http}/statusz`);
  const logsOf = ({ logDir }: TestInstallation) =>
    SERVICES.map((name) => readFileSync(join(logDir, `${name}.log`), 'utf8'));
  const doctor = ({ addresses }: TestInstallation) => runCx(['doctor'], cxEnv(addresses));
  const secretsIn = (texts: readonly string[]) =>
    [PASSWORD, 'not-the-password'].filter((secret) => texts.some((text) => text.includes(secret)));

  it('departments and scoring count the same as without Kafka, also after the broker asked for the login again', async () => {
    const facts = await factsOfOrders(300);
    const direct = await startInstallation('');
    installations.push(direct);
    await send(direct, facts);
    await untilCounted(direct.addresses);
    const expected = sha256Of(await exportedLines(direct.addresses));
    await direct.stop();

    const secured = await start(PASSWORD);
    await until(async () => (await statusOf(secured, 'scoring'))['connected'] === true, 60);
    for (const name of SERVICES) await until(async () => (await faultsOf(secured, name)).length === 0, 60);
    const begun = new Date().toISOString(); // before, the broker was starting and topics were created
    await send(secured, facts.slice(0, facts.length / 2));
    await pause(2 * SESSION_MS);
    await send(secured, facts);
    await untilCounted(secured.addresses);
    expect(sha256Of(await exportedLines(secured.addresses))).toBe(expected);

    for (const name of SERVICES) expect([name, await faultsOf(secured, name)]).toEqual([name, []]);
    const lines = logsOf(secured).flatMap((text) => text.trim().split('\n'));
    const later = lines.filter((line) => (/"time":"([^"]+)"/.exec(line)?.[1] ?? '') > begun);
    expect(later.filter((line) => line.includes('"msg":"Kafka: '))).toEqual([]);
    expect((await doctor(secured)).stdout).toContain('ok  transport: Kafka');
    await secured.stop();
  });

  it('a wrong password is named in each process, with the setting to change, and shown in no place', async () => {
    const refused = await start('not-the-password');
    for (const name of SERVICES) await until(async () => (await faultsOf(refused, name)).includes('LOGIN_REFUSED'), 60);
    const { code, stdout } = await doctor(refused);
    expect([code, stdout]).toEqual([
      3,
      expect.stringMatching(/LOGIN_REFUSED.*Correct KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD_FILE/),
    ]);

    const logs = logsOf(refused);
    for (const log of logs) {
      const tasks = [...log.matchAll(/"task":"(\w+)","reason":"LOGIN_REFUSED"/g)].map(([, task]) => task);
      expect(tasks).toEqual([...new Set(tasks)]);
      expect(log).toContain('"setting":"CX_DATABASE_PASSWORD_FILE"'); // every user of the machine may read that file
      expect(log).not.toContain('"setting":"KAFKA_SASL_PASSWORD_FILE"');
    }
    const statuses = await Promise.all(SERVICES.map(async (name) => JSON.stringify(await statusOf(refused, name))));
    const commands = [...refused.children.values()].map(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
    expect(secretsIn([...logs, ...statuses, ...commands, stdout])).toEqual([]);
  });

  const faultsOf = async (installation: TestInstallation, name: ServiceName) => {
    const { transportFaults } = await statusOf(installation, name);
    return (transportFaults as { reason: string }[]).map(({ reason }) => reason);
  };
});

/** The settings in the first block under a heading of docs/secure-connections.md. */
function printedSettings(heading: string): Readonly<Record<string, string>> {
  const page = readFileSync('docs/secure-connections.md', 'utf8');
  const [, block = ''] = /```text\n([\s\S]*?)```/.exec(page.slice(page.indexOf(`## ${heading}`))) ?? [];
  return Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
}
