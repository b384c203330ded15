import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  newestPosition,
  type ReceivedDocument,
  readDocuments,
  readDocumentsHead,
  removeDocuments,
  storeDocuments,
} from '#libs/cases/documents/store-documents.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { Database } from '#libs/postgres/database.js';
import { migratedDatabase } from '#test/stack/database.js';

const T = Date.parse('2026-03-01T12:00:00Z');

let database: Database;
let drop: () => Promise<void>;

const document = (position: number, text: string, [epoch, number]: readonly [number, bigint]): ReceivedDocument => ({
  position,
  kind: 'metrics',
  version: position,
  firstDay: '2026-04-01',
  boundAfterStart: false,
  text,
  sha256: createHash('sha256').update(text).digest(),
  publishedAt: T,
  arrivedIn: { epoch, number },
});
const store = (...documents: ReceivedDocument[]) => database.transaction((tx) => storeDocuments(tx, documents));
const end = (...ended: (readonly [epoch: number, through: bigint])[]) =>
  database.transaction((tx) =>
    removeDocuments(
      tx,
      ended.map(([epoch, through]) => ({ epoch, through })),
    ),
  );
const texts = async () => (await readDocuments(database)).map(({ text }) => text);
const hash = async () => (await readDocumentsHead(database)).sha256.toString('hex');

beforeAll(async () => {
  const fresh = await migratedDatabase('company_documents', [CASE_MIGRATIONS]);
  drop = fresh.drop;
  database = new Database({ url: fresh.url, name: 'company_documents' });
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(async () => {
  await database.execute('truncate company_document');
});

describe("the company's documents in a department", () => {
  it('are none before the first one arrives', async () => {
    expect(await texts()).toEqual([]);
    expect(await readDocumentsHead(database)).toEqual({
      position: 0,
      sha256: createHash('sha256').digest(),
      publishedAt: undefined,
    });
  });

  it('are read as they were published', async () => {
    const first = document(1, 'a', [1, 1n]);
    await store(first);
    const { arrivedIn, ...published } = first;
    expect(await readDocuments(database)).toEqual([published]);
    expect(await newestPosition(database)).toBe(1);
    const line = `metrics 1 ${published.sha256.toString('hex')}\n`;
    expect(await hash()).toBe(createHash('sha256').update(line).digest('hex'));
  });

  it('are the same when a batch is repeated', async () => {
    await store(document(1, 'a', [1, 1n]), document(2, 'b', [1, 2n]));
    const before = await hash();
    await store(document(2, 'b', [1, 2n]), document(1, 'a', [1, 1n]));
    expect(await hash()).toBe(before);
  });

  it('wait for one that is missing before them, since they were checked against it', async () => {
    await store(document(1, 'a', [1, 1n]), document(3, 'c', [1, 3n]));
    expect(await texts()).toEqual(['a']);
    await store(document(2, 'b', [1, 2n]));
    expect(await texts()).toEqual(['a', 'b', 'c']);
  });
});

describe('a document that scoring lost with its newest hours', () => {
  it('is taken back, and a new one with the same position replaces it', async () => {
    await store(document(1, 'a', [1, 1n]), document(2, 'lost', [1, 2n]));
    const before = await hash();
    await end([1, 1n]);
    expect(await texts()).toEqual(['a']);
    await store(document(2, 'new', [900, 2n]));
    expect(await texts()).toEqual(['a', 'new']);
    expect(await newestPosition(database)).toBe(2);
    expect(await hash()).not.toBe(before);
  });

  it('does not come back when its batch is repeated', async () => {
    await store(document(1, 'a', [1, 1n]), document(2, 'lost', [1, 2n]));
    await end([1, 1n]);
    await store(document(2, 'lost', [1, 2n]));
    expect(await texts()).toEqual(['a']);
  });

  it('is in force again when its batch turns out to have survived', async () => {
    await store(document(1, 'a', [1, 1n]), document(2, 'b', [1, 2n]));
    await end([1, 1n]);
    await end([1, 2n]);
    expect(await texts()).toEqual(['a', 'b']);
  });

  it('counts once when two epochs sealed it, until one of them is voided', async () => {
    await store(document(1, 'a', [1, 1n]), document(1, 'a', [900, 1n]));
    expect(await texts()).toEqual(['a']);
    await end([1, 0n]);
    expect(await texts()).toEqual(['a']);
  });
});
