import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { APART, type ApartName } from '#deploy/local/apart.js';
import { rolesOf } from '#deploy/local/database-roles.js';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { freePort } from '#deploy/local/ports.js';
import { SERVICES, type ServiceName } from '#deploy/local/services.js';
import { ScoringServiceClient } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { call } from '#libs/grpc/client.js';
import { exportedLines, sha256Of } from '#test/e2e/counts.js';
import { factsOfOrders, send } from '#test/e2e/real-orders.js';
import { findTool } from '#test/foreign/tools.js';
import { sumOfVerdicts } from '#test/oracle/ask.js';
import type { TimedFact } from '#test/real-orders/facts.js';
import { client } from '#test/stack/client.js';
import { brokers, startInstallation, type TestInstallation } from '#test/stack/installation.js';
import { type OtherPostgres, startOtherPostgres } from '#test/stack/other-postgres.js';
import { runCx, runProgram } from '#test/stack/run-cx.js';
import { addressesIn, operate, untilCountedAs } from './scripts.js';

const tool = await findTool('postgresql-client');
const missing = 'reason' in tool ? tool.reason : brokers() === '' ? 'there is no Kafka' : undefined;
if (missing !== undefined) console.warn(`\nBACKUP AND RESTORE ARE NOT TESTED: ${missing}\n`);

/** Every process with a database of its own. */
const ALL = [...SERVICES, ...APART] as const;

/** A manifest as the payout process adds one. */
const MANIFEST = `insert into payout_manifest (content_sha256, period, pool, mark, snapshot, roster_sha256, manifest, made_by)
  values (sha256('1'), '2017-03', 'br-brl', 'PAYABLE', 'periods/2017-03/snapshots/3', sha256('2'), '{}', 'hanna')`;

/** Characters that have a meaning in addresses, in password files or in the shell. */
const PASSWORD = 'p:a\\s%s@w/o $rd"';

/** Facts arrive while the backup is taken. Then every database and Kafka are gone, and the scripts bring the installation back. */
describe.skipIf(missing !== undefined)('a backup of the whole installation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-backup-'));
  const backup = join(folder, 'backup');
  let postgres: OtherPostgres;
  let kafka: LocalKafka;
  let installation: TestInstallation;
  let addresses: string;
  let facts: readonly TimedFact[];
  /** Acknowledged before the backup begins. */
  let before: readonly TimedFact[];
  let indexes: readonly bigint[];

  beforeAll(async () => {
    facts = await factsOfOrders(900);
    before = facts.slice(0, facts.length / 2);
    postgres = await startOtherPostgres('postgres-15', { password: 'cx' });
    kafka = await startKafka({ dataDir: join(folder, 'kafka'), port: await freePort() });
    installation = await startInstallation(kafka.brokers, {}, postgres.url('postgres'), true);
    await asAdmin(urlOf(installation, 'payout'), [MANIFEST]);
    addresses = addressesIn(await ownersWithPassword(installation, PASSWORD));
  });
  afterAll(async () => {
    await installation.end();
    await kafka.stop();
    await postgres.stop();
    for (const made of [folder, addresses]) rmSync(made, { recursive: true, force: true });
  });

  it('is taken while facts arrive', async () => {
    // The payout process reads within seconds who may call it.
    for (const server of APART) {
      const read = () =>
        runCx(['audit', 'list', '--server', server, '--as', 'auditor'], { CX_DATA: installation.logDir });
      await expect.poll(read, { timeout: 30_000, interval: 1_000 }).toMatchObject({ code: 0 });
    }
    await send(installation, before, { completeThrough: before.at(-1)?.at ?? 0 });
    const sending = send(installation, facts);
    const { code, stderr, stdout, seconds } = await operate('backup.sh', [addresses, backup]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('everything that was acknowledged before');
    console.log(
      `the backup took ${seconds.toFixed(1)} s, ${readFileSync(join(backup, 'manifest'), 'utf8').split('\n')[2]}`,
    );
    await sending;
    await untilCountedAs(installation.addresses, facts);
    // The counts can be complete before the feeds' reports of it are counted, and a month without them has no index.
    const computed = async () => {
      indexes = await indexesOf(installation);
      return indexes.filter((index) => index > 0n).length;
    };
    await expect.poll(computed, { timeout: 30_000 }).toBe(4);
  });

  it('holds no password, and one byte that differs is found', async () => {
    const damaged = join(folder, 'damaged');
    cpSync(backup, damaged, { recursive: true });
    const file = join(damaged, 'delivery.dump');
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 100) ^ 1, bytes.length - 100);
    writeFileSync(file, bytes);
    expect(await operate('check-backup.sh', [backup])).toMatchObject({ code: 0 });
    expect(await operate('check-backup.sh', [damaged])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^BACKUP_DAMAGED: delivery.dump/),
    });
    expect(await operate('restore.sh', [addresses, damaged])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^BACKUP_DAMAGED/),
    });
    rmSync(join(damaged, 'SHA256SUMS'));
    expect(await operate('restore.sh', [addresses, damaged])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^BACKUP_INCOMPLETE/),
    });
    expect(readFileSync(join(backup, 'manifest'), 'utf8')).not.toContain('p:a');
  });

  it('is not restored over what is there', async () => {
    expect(await operate('restore.sh', [addresses, backup])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^TARGET_NOT_EMPTY: the database of scoring/),
    });
  });

  it('is restored into empty databases when everything is lost, on a server that was not restarted', async () => {
    await endAllProcesses(installation);
    await kafka.kill();
    rmSync(join(folder, 'kafka'), { recursive: true });
    kafka = await startKafka({ dataDir: join(folder, 'kafka'), port: kafka.port });
    await restore();
    // With its data folder alone `cx` finds the signer and the payout process, too.
    const cx = { CX: 'node cli/cx.mjs', CX_DATA: installation.logDir };
    const { stdout, stderr } = await operate('check-restore.sh', [backup], cx);
    const checks = stdout.match(/^(?:ok|NO): cx .*$/gm)?.map((line) => line.replace(/ --heads.*/, ' --heads'));
    expect(checks, `${stdout}${stderr}`).toEqual([
      'ok: cx audit verify --heads',
      'ok: cx verify counts',
      'ok: cx doctor',
    ]);
  });

  it('has the manifests of the payout process, and what both processes apart have on record', async () => {
    const rows = await rowsIn(urlOf(installation, 'payout'), 'select period, made_by from payout_manifest');
    expect(rows).toEqual([{ period: '2017-03', made_by: 'hanna' }]);
    for (const name of APART) {
      const [audited] = await rowsIn(urlOf(installation, name), 'select count(*)::integer as lines from audit');
      expect(audited).toEqual({ lines: expect.any(Number) });
      expect((audited as { lines: number }).lines).toBeGreaterThan(0);
    }
  });

  it('has everything that was acknowledged before it began, and nothing else is counted', async () => {
    const departments = SERVICES.filter((name) => name !== 'scoring').map((name) => installation.databaseUrls[name]);
    const isWhole = async () =>
      sha256Of(await exportedLines(installation.addresses)) === (await sumOfVerdicts(departments));
    await expect.poll(isWhole, { timeout: 60_000, interval: 500 }).toBe(true);
    const { progress } = await send(installation, before, { completeThrough: before.at(-1)?.at ?? 0 });
    expect([progress.accepted, progress.known]).toEqual([0, before.length]);
  });

  it('becomes what was lost when feeds report again: counts as the rules alone make them, and the same indexes', async () => {
    await send(installation, facts);
    await untilCountedAs(installation.addresses, facts);
    await expect.poll(() => indexesOf(installation), { timeout: 30_000 }).toEqual(indexes);
  });

  it('is restored again while Kafka still holds what was sealed since: readers give it up', async () => {
    await endAllProcesses(installation);
    await restore();
    await send(installation, facts);
    await untilCountedAs(installation.addresses, facts);
    await expect.poll(() => indexesOf(installation), { timeout: 30_000 }).toEqual(indexes);
  });

  const restore = async () => {
    for (const name of ALL) await emptyDatabase(urlOf(installation, name));
    const { code, stderr, stdout, seconds } = await operate('restore.sh', [addresses, backup]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('and every audit log, are those of the backup');
    console.log(`the restore took ${seconds.toFixed(1)} s`);
    await Promise.all(ALL.map((name) => installation.restart(name)));
  };
});

async function endAllProcesses({ children, apart }: TestInstallation): Promise<void> {
  const all = [...children.values(), ...apart.values()];
  for (const child of all) child.kill();
  await Promise.all(all.map(({ ended }) => ended));
}

/** As a superuser. */
function urlOf({ databaseUrls, apartUrls }: TestInstallation, name: ServiceName | ApartName): string {
  return apartUrls.get(name as ApartName)?.url ?? databaseUrls[name as ServiceName];
}

const MONTHS = ['2017-02', '2017-03', '2017-04'];

async function indexesOf({ addresses }: TestInstallation): Promise<bigint[]> {
  const scoring = client(ScoringServiceClient, addresses.scoring, 'console');
  const names = MONTHS.flatMap((month) =>
    ['delivery', 'warehouse'].map((name) => `departments/${name}/indexes/${month}`),
  );
  const found: bigint[] = [];
  for (const name of names) found.push((await call(scoring, 'getIndex', { name, view: 2, atLeast: '' })).indexE4 ?? 0n);
  scoring.close();
  return found;
}

/** Gives the owners of all tables this password. Returns their addresses with it. */
async function ownersWithPassword(installation: TestInstallation, password: string) {
  const { ownerUrls, apartUrls } = installation;
  const changed: [ServiceName | ApartName, string][] = [];
  for (const name of ALL) {
    const url = new URL(apartUrls.get(name as ApartName)?.ownerUrl ?? ownerUrls[name as ServiceName]);
    await asAdmin(urlOf(installation, name), [
      `alter role ${pg.escapeIdentifier(url.username)} password ${pg.escapeLiteral(password)}`,
    ]);
    url.password = '';
    changed.push([name, url.href.replace('@', `:${encodeURIComponent(password)}@`)]);
  }
  return Object.fromEntries(changed);
}

/** The database is lost; the operator makes an empty one of the same name, with its roles, as docs/postgresql.md says. */
async function emptyDatabase(url: string): Promise<void> {
  const { migrator, service } = rolesOf(url);
  const postgres = new URL(url);
  postgres.pathname = '/postgres';
  const database = pg.escapeIdentifier(new URL(url).pathname.slice(1));
  await asAdmin(postgres.href, [
    `drop database ${database} with (force)`,
    `create database ${database} encoding 'UTF8' template template0`,
  ]);
  const roles = ['-v', `migrator=${migrator}`, '-v', `service=${service}`, '-f', 'deploy/postgres/roles.sql'];
  expect(await runProgram('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...roles, url])).toMatchObject({ code: 0 });
}

async function rowsIn(url: string, sql: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<object>(sql);
  await client.end();
  return rows;
}

async function asAdmin(url: string, statements: readonly string[]): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  for (const statement of statements) await admin.query(statement);
  await admin.end();
}
