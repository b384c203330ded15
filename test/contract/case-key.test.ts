import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { builtPrograms } from '#deploy/local/programs.js';
import { DEPARTMENT_MIGRATIONS } from '#libs/cases/migrations.js';
import { bindCaseKey } from '#libs/cases/process/bind-case-key.js';
import { Database } from '#libs/postgres/database.js';
import { securedPlace } from '#test/doubles/secured-place.js';
import { migratedDatabase } from '#test/stack/database.js';

const run = promisify(execFile);
const KEY = randomBytes(32);
const SENTENCE =
  'CX_CASE_KEY is not the key under which this database names its cases; set the key of this installation, which never changes';

let fresh: Awaited<ReturnType<typeof migratedDatabase>>;
let database: Database;
beforeAll(async () => {
  fresh = await migratedDatabase('case_key', DEPARTMENT_MIGRATIONS);
  database = new Database({ url: fresh.url, name: 'case-key' });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

it('the first start binds a database to its case key, and later ones with this key find it', async () => {
  await Promise.all([bindCaseKey(database, KEY), bindCaseKey(database, KEY)]);
  await bindCaseKey(database, KEY);
  const rows = await database.query<{ fingerprint: Buffer }>('select fingerprint from case_key');
  expect(rows).toHaveLength(1);
  expect(rows[0]?.fingerprint.includes(KEY.subarray(0, 8))).toBe(false);
});

it('another key is refused, also when it differs in one bit', async () => {
  await bindCaseKey(database, KEY);
  const other = Buffer.from(KEY);
  other[31] = (other[31] ?? 0) ^ 1;
  const refusal = { reason: 'STORE_MISCONFIGURED', message: SENTENCE };
  await expect(bindCaseKey(database, other)).rejects.toMatchObject(refusal);
  await bindCaseKey(database, KEY);
});

it('the database keeps one key, whatever is asked of it', async () => {
  await bindCaseKey(database, KEY);
  const second = 'insert into case_key (only_row, fingerprint) values ($1, $2)';
  await expect(database.execute(second, [true, randomBytes(32)])).rejects.toMatchObject({ code: '23505' });
  await expect(database.execute(second, [false, randomBytes(32)])).rejects.toMatchObject({
    constraint: 'there_is_one_row',
  });
});

it('a department that is started with another key ends with 2 before it serves, and shows neither key', async () => {
  await bindCaseKey(database, KEY);
  const place = await securedPlace();
  const other = randomBytes(32).toString('hex');
  const env = {
    ...process.env,
    ...place.settings,
    ...{ CX_DATABASE_URL: fresh.url, CX_INSTALLATION: randomUUID(), CX_CASE_KEY: other },
    ...{ CX_GRPC_PORT: '0', CX_HTTP_PORT: '0' },
  };
  const programOf = await builtPrograms();
  const started = run(process.execPath, [programOf('delivery')], { env, timeout: 60_000 });
  const { code, stdout } = (await started.catch((failed) => failed).finally(place.remove)) as {
    code: number;
    stdout: string;
  };
  expect(code).toBe(2);
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    msg: `could not start: ${SENTENCE}`,
    reason: 'STORE_MISCONFIGURED',
  });
  expect(stdout).not.toContain(other);
  expect(stdout).not.toContain(KEY.toString('hex'));
});
