import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Child, startChild, untilReady } from '#deploy/local/children.js';
import { getText, readAs } from '#deploy/local/get-text.js';
import { freePort } from '#deploy/local/ports.js';
import { builtPrograms } from '#deploy/local/programs.js';
import type { ProgramOf } from '#deploy/local/services.js';
import { compose, FOLDER, secretsOf } from '#test/chart/compose.js';
import { findTool } from '#test/foreign/tools.js';
import { type OtherPostgres, startOtherPostgres } from '#test/stack/other-postgres.js';
import { runProgram } from '#test/stack/run-cx.js';

const tool = await findTool('postgresql-client');
if ('reason' in tool) console.warn(`\nTHE SIGNER AND PAYOUT OF COMPOSE ARE NOT STARTED: ${tool.reason}\n`);

/** Those that a payout needs. */
const NAMES = ['scoring', 'signer', 'payout'] as const;
type Name = (typeof NAMES)[number];

/**
 * The containers cannot run here. The processes are started with the environment, the secrets and the databases that the compose file gives them,
 * at other paths and ports, without Kafka and without the issuer.
 */
describe.skipIf('reason' in tool)('scoring, signer and payout, as the compose file starts them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-compose-payout-'));
  const secrets = join(folder, 'secrets');
  const children: Child[] = [];
  const ports = new Map<Name, { readonly grpc: number; readonly http: number }>();
  let postgres: OtherPostgres;
  let programOf: ProgramOf;

  const portsOf = (name: Name) => ports.get(name) ?? { grpc: 0, http: 0 };
  const fileOf = (source: string) => join(folder, compose.secrets[source]?.file ?? '');
  /** The environment of a service of the file, at the paths and addresses of this test. */
  const environmentOf = (service: string): Record<string, string> => {
    const found = compose.services[service];
    if (found === undefined) throw new Error(`there is no ${service} in the compose file`);
    const places = new Map(secretsOf(found).map(({ source, target }) => [`/run/secrets/${target}`, fileOf(source)]));
    const { hostname, port } = new URL(postgres.url('postgres'));
    const here = (value: string) =>
      value
        .replace(/\?sslmode=\S+$/, '') // this PostgreSQL has no certificate
        .replace('@postgres:5432/', `@${hostname}:${port}/`)
        .replace(/\/run\/secrets\/[\w.-]+/g, (path) => places.get(path) ?? path)
        .replace(/\b(scoring|signer):7100/g, (_, name: Name) => `localhost:${portsOf(name).grpc}`);
    return Object.fromEntries(Object.entries(found.environment ?? {}).map(([name, value]) => [name, here(value)]));
  };
  const start = async (name: Name): Promise<void> => {
    const { grpc, http } = portsOf(name);
    const env = {
      ...environmentOf(name),
      ...{ CX_HOST: '127.0.0.1', CX_GRPC_PORT: String(grpc), CX_HTTP_PORT: String(http) },
      ...{ KAFKA_BROKERS: '', KAFKA_TLS: 'no', KAFKA_TLS_CA_FILE: '' },
      ...{ KAFKA_TLS_CERTIFICATE_FILE: '', KAFKA_TLS_KEY_FILE: '', CX_LINGER_MS: '0' },
    };
    const child = startChild({ name, file: programOf(name), env, logDir: join(folder, 'logs') });
    children.push(child);
    await untilReady(child, `https://localhost:${http}/readyz`, readFileSync(fileOf('tls-ca')));
  };
  /** As Prometheus of the compose file reads it, by its own certificate. */
  const metricsOf = async (name: Name): Promise<string> => {
    const files = {
      ...{ certificate: fileOf('tls-prometheus'), key: fileOf('tls-prometheus-key'), authority: fileOf('tls-ca') },
    };
    const { text } = await getText(`https://localhost:${portsOf(name).http}/metrics`, readAs(files));
    return text;
  };

  beforeAll(async () => {
    programOf = await builtPrograms();
    mkdirSync(join(folder, 'logs'));
    expect(await runProgram('sh', [join(FOLDER, 'make-secrets.sh'), secrets], {})).toMatchObject({ code: 0 });
    postgres = await startOtherPostgres('postgres-17', { password: 'cx' });
    const script = readFileSync(join(FOLDER, 'postgres-databases.sh'), 'utf8')
      .replaceAll('/run/secrets', secrets)
      .replaceAll('/etc/cx/roles.sql', 'deploy/postgres/roles.sql')
      .replace('-U postgres', '-U cx');
    writeFileSync(join(folder, 'databases.sh'), script);
    const { hostname, port } = new URL(postgres.url('postgres'));
    const login = { PGHOST: hostname, PGPORT: port, PGPASSWORD: 'cx', PGDATABASE: 'postgres' };
    expect(await runProgram('sh', [join(folder, 'databases.sh')], login)).toMatchObject({ code: 0 });
    for (const name of NAMES) {
      ports.set(name, { grpc: await freePort(), http: await freePort() });
      const env = environmentOf(`migrate-${name}`);
      const { code, stderr, stdout } = await runProgram(process.execPath, [programOf(name), 'migrate'], env);
      expect([code, `${stdout}${stderr}`]).toEqual([0, expect.any(String)]);
    }
    await Promise.all(NAMES.map(start));
  });
  afterAll(async () => {
    await Promise.all(children.map((child) => child.stop()));
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reach each other by their certificates, and prove who they are', async () => {
    const answers = (upstream: string) => `cx_payout_upstream_answers{upstream="${upstream}"} 1`;
    const isSaid = async (name: Name, line: string) => (await metricsOf(name)).includes(line);
    for (const upstream of ['scoring', 'signer'])
      await expect.poll(() => isSaid('payout', answers(upstream)), { timeout: 60_000 }).toBe(true);
    await expect.poll(() => isSaid('scoring', 'cx_signer_answers 1'), { timeout: 60_000 }).toBe(true);
    expect(await metricsOf('signer')).toMatch(/^cx_signing_key_begins_timestamp_seconds [1-9]/m);
  });

  it('write nothing secret into their logs, and no bug', () => {
    const logs = NAMES.map((name) => readFileSync(join(folder, 'logs', `${name}.log`), 'utf8')).join('\n');
    expect(logs).not.toMatch(/a bug/);
    for (const name of NAMES) expect(logs).not.toContain(readFileSync(fileOf(`${name}-password`), 'utf8').trim());
    const [key] = (JSON.parse(readFileSync(fileOf('signing-keys'), 'utf8')) as { keys: { private_key: string }[] })
      .keys;
    expect(logs).not.toContain(key?.private_key);
  });
});
