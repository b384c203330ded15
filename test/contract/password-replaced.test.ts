import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '#libs/postgres/database.js';
import { freshDatabase } from '#test/stack/database.js';

/** What the file of the password holds. */
let file = 'old-password';
let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let role: string;
let database: Database;
const lost: Error[] = [];
/** The new passwords that the server refused. */
const refused: string[] = [];

beforeAll(async () => {
  fresh = await freshDatabase('replaced');
  role = `cx_${new URL(fresh.url).pathname.slice(1)}`;
  await asOwner(`create role ${role} login password 'old-password'`);
  const url = new URL(fresh.url);
  [url.username, url.password] = [role, 'old-password'];
  const onConnectionLost = (error: Error) => void lost.push(error);
  const onPasswordRefused = () => void refused.push(file);
  const options = { name: 'replaced', poolSize: 8, onConnectionLost, onPasswordRefused };
  database = new Database({ url: url.href, password: () => file, ...options });
});
afterAll(async () => {
  await database.close();
  await asOwner(`drop role ${role}`);
  await fresh.drop();
});

async function asOwner(sql: string): Promise<void> {
  const owner = new pg.Client({ connectionString: fresh.url });
  await owner.connect();
  await owner.query(sql).finally(() => owner.end());
}

/** As many connections as that, at once. */
const connections = (count: number) =>
  Promise.all(Array.from({ length: count }, () => database.query('select pg_sleep(0.1)')));

it('no call fails while a password is replaced: first its file, then the role', async () => {
  await connections(1);
  file = 'new-password';
  await connections(4); // the server refuses the new password, so they are opened with the old one
  expect(refused).toEqual(['new-password']);
  await asOwner(`alter role ${role} password 'new-password'`);
  await connections(8); // and now with the new one
  file = 'newer-password';
  await asOwner(`alter role ${role} password 'newer-password'`);
  await connections(8);
  expect(lost).toEqual([]);
});

it('a password that neither file nor server knows is refused as before, and works once the file is right', async () => {
  await asOwner(`alter role ${role} password 'of-another-operator'`);
  const other = new URL(fresh.url);
  [other.username, other.password] = [role, ''];
  const late = new Database({ url: other.href, password: () => file, name: 'late' });
  const refusal = { reason: 'STORE_MISCONFIGURED', message: expect.stringContaining('CX_DATABASE_PASSWORD') };
  await expect(late.query('select 1')).rejects.toMatchObject(refusal);
  file = 'of-another-operator';
  expect(await late.query('select 1 as one')).toEqual([{ one: 1 }]);
  await late.close();
});
