import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DocumentStore, postgresDocuments, type ReceivedDocument } from '#libs/cases/documents/store-documents.js';
import { refKey } from '#libs/cases/facts/stored.js';
import { beginRejudging, postgresRejudging, type RejudgingStore } from '#libs/cases/judging/rejudge.js';
import { CASE_MIGRATIONS } from '#libs/cases/migrations.js';
import { postgresRulings, type RulingStore, readRulings } from '#libs/cases/rulings/store-rulings.js';
import type { CaseRuling, RulingOutcome } from '#libs/domain/ruling.js';
import { Database } from '#libs/postgres/database.js';
import { type KeptDocument, MemoryDocuments } from '#test/doubles/memory-documents.js';
import { MemoryRejudging, type WithRejudging } from '#test/doubles/memory-rejudging.js';
import { type KeptRuling, MemoryRulings, rulingsInForce } from '#test/doubles/memory-rulings.js';
import { MemorySource } from '#test/doubles/memory-source.js';
import { migratedDatabase } from '#test/stack/database.js';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const fresh = await migratedDatabase('document_stores', [CASE_MIGRATIONS]);
  database = new Database({ url: fresh.url, name: 'document_stores' });
  drop = fresh.drop;
});
afterAll(async () => {
  await database.close();
  await drop();
});

const document = (position: number, epoch: number, number: bigint): ReceivedDocument => ({
  ...{ position, kind: 'metrics', version: position, firstDay: '2027-01-01', boundAfterStart: false },
  ...{
    text: `${epoch}:${number}`,
    sha256: Buffer.alloc(32, epoch * 16 + Number(number)),
    publishedAt: 1_000 * position,
  },
  arrivedIn: { epoch, number },
});

/** The memory store of the simulation answers everything as PostgreSQL does, after each of these steps. */
describe('the documents of a department', () => {
  it('are the same in PostgreSQL and in memory, whatever arrives and whichever epoch ends', async () => {
    let kept: readonly KeptDocument[] = [];
    const memory = new MemoryDocuments<undefined>({
      read: () => kept,
      write: (_, all) => {
        kept = all;
      },
    });
    const both = async <T>(ask: (store: DocumentStore<unknown>) => Promise<T>) => {
      const stored = await ask(postgresDocuments as DocumentStore<unknown>);
      return [stored, await ask(memory as DocumentStore<unknown>)] as const;
    };
    const steps: readonly (readonly [texts: string, (store: DocumentStore<unknown>) => Promise<void>])[] = [
      ['', async () => undefined],
      ['1:1', (store) => store.add(database, [document(1, 1, 1n), document(3, 1, 3n)])], // 2 is missing
      ['1:1', (store) => store.add(database, [document(1, 1, 1n)])], // a repeat
      ['1:1 1:2 1:3', (store) => store.add(database, [document(2, 1, 2n)])],
      ['1:1', (store) => store.remove(database, [{ epoch: 1, through: 1n }])],
      ['1:1 2:1', (store) => store.add(database, [document(2, 2, 1n)])], // another document at its position
      ['1:1 2:1 1:3', (store) => store.remove(database, [{ epoch: 1, through: 3n }])], // it survived after all; the newer epoch decides
      ['1:1 1:2 1:3', (store) => store.remove(database, [{ epoch: 2, through: 0n }])],
    ];
    for (const [texts, step] of steps) {
      await both(step);
      const [stored, inMemory] = await both((store) => store.documents(database));
      expect(stored.map(({ text }) => text).join(' ')).toBe(texts);
      expect(inMemory.map(({ text, position }) => [position, text])).toEqual(
        stored.map(({ text, position }) => [position, text]),
      );
      const [head, headInMemory] = await both((store) => store.head(database));
      expect(headInMemory).toEqual({ ...head, publishedAt: head.publishedAt ?? undefined });
    }
  });
});

const ruling = (number: number, contest: number, outcome: RulingOutcome, arrived: readonly [number, bigint]) => {
  const [epoch, batch] = arrived;
  const of = { number, contest, judgedBy: 'delivery', metric: 'a_metric', party: 'delivery', outcome } as const;
  const chargedTo = outcome === 'CHARGED' ? 'partner/acme' : '';
  const arrivedIn = { epoch, number: batch };
  return { ...of, chargedTo, caseRef: Buffer.alloc(16, 7), ruledAt: 1_000 * number, arrivedIn };
};

describe('the rulings of a department', () => {
  it('are the same in PostgreSQL and in memory, whatever arrives and whichever epoch ends', async () => {
    let kept: readonly KeptRuling[] = [];
    const memory = new MemoryRulings<unknown>({
      read: () => kept,
      write: (_, all) => {
        kept = all;
      },
      hasCase: () => true,
    });
    const stores = [postgresRulings as RulingStore<unknown>, memory];
    const steps: readonly (readonly [
      held: string,
      cases: number,
      (store: RulingStore<unknown>) => Promise<unknown>,
    ])[] = [
      ['1 of 1', 0, (store) => store.add(database, [ruling(1, 1, 'TAKEN_OUT', [1, 1n])])],
      ['1 of 1', 0, (store) => store.add(database, [ruling(1, 1, 'TAKEN_OUT', [1, 1n])])], // a repeat
      ['1 of 1, 3 of 2', 0, (store) => store.add(database, [ruling(3, 2, 'CHARGED', [1, 3n])])],
      ['3 of 2', 0, (store) => store.add(database, [ruling(2, 1, 'DISMISSED', [1, 2n])])], // it replaces the first
      ['1 of 1', 2, (store) => store.end(database, [{ epoch: 1, through: 1n }])],
      ['1 of 1, 2 of 2', 0, (store) => store.add(database, [ruling(2, 2, 'TAKEN_OUT', [2, 1n])])],
      ['3 of 2', 2, (store) => store.end(database, [{ epoch: 1, through: 3n }])], // they survived after all; the higher number holds
      ['3 of 2', 1, (store) => store.end(database, [{ epoch: 2, through: 0n }])],
    ];
    const ref = Buffer.alloc(16, 7);
    for (const [held, cases, step] of steps) {
      for (const store of stores) {
        const changed = await step(store);
        expect(Array.isArray(changed) ? changed.length : 0).toBe(cases);
      }
      const stored = (await readRulings(database, [ref])).get(refKey(ref)) ?? [];
      const inWords = (all: readonly Pick<CaseRuling, 'number' | 'contest'>[]) =>
        all.map(({ number, contest }) => `${number} of ${contest}`).join(', ');
      expect([inWords(stored), inWords(rulingsInForce(kept, ref))]).toEqual([held, held]);
    }
  });
});

const CASES = [3, 1, 2].map((number) => Buffer.alloc(16, number));

describe.each(['PostgreSQL', 'memory'])('a pass over all cases, in %s', (name) => {
  const memory = new MemorySource<WithRejudging>({ rejudging: undefined }, () => 0);
  const pass = new MemoryRejudging<WithRejudging>(() => CASES);
  const store = (name === 'memory' ? pass : postgresRejudging) as RejudgingStore<unknown>;
  const transaction = <T>(work: (tx: unknown) => Promise<T>): Promise<T> =>
    name === 'memory' ? memory.transaction(work) : database.transaction(work);
  const begin = () =>
    name === 'memory'
      ? memory.transaction((tx) => pass.begin(tx))
      : database.transaction((tx) => beginRejudging(tx, 0));
  const found = () => transaction((tx) => store.find(tx));

  it('does not exist until documents change', async () => {
    expect(await found()).toBeUndefined();
    await begin();
    expect(await found()).toEqual({ after: undefined });
  });

  it('stands where it was moved to, begins anew with other documents, and ends', async () => {
    await transaction((tx) => store.move(tx, CASES[0] as Buffer));
    expect(await found()).toEqual({ after: CASES[0] });
    await begin();
    expect(await found()).toEqual({ after: undefined });
    await transaction((tx) => store.end(tx));
    expect(await found()).toBeUndefined();
  });

  it('is not found while another transaction holds it', async () => {
    await begin();
    await transaction(async (tx) => {
      expect(await store.find(tx)).toBeDefined();
      expect(await found()).toBeUndefined();
    });
  });

  it('lets transactions judge at once', async () => {
    await transaction(async (tx) => {
      await store.hold(tx);
      await transaction((other) => store.hold(other));
    });
  });
});
