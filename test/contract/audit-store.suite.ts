import { beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '#libs/audit/chain/entry.js';
import { NO_LINE } from '#libs/audit/chain/line.js';
import { verifyLog } from '#libs/audit/check/verify-log.js';
import { type AuditStore, NEWEST } from '#libs/audit/store/audit-store.js';

export const entryOf = (name: string, call = 'cx.bonus.v1.BonusInputService/CreateSnapshot'): Entry => ({
  event: 'BEGAN',
  who: { name, kind: 'person', roles: ['HR_MAKER'] },
  what: { call, resource: { period: '2018-08' } },
  requestId: '0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11',
});

const ALL = { caller: '', call: '', from: '', until: '' };

/** The contract of every store of an audit log. `empty` gives one without lines. */
export function auditStoreSuite(name: string, empty: () => Promise<AuditStore>): void {
  describe(`the audit log in ${name}`, () => {
    let store: AuditStore;
    beforeEach(async () => {
      store = await empty();
    });

    const positions = async (question: Partial<typeof ALL>, before = NEWEST, limit = 10) =>
      (await store.find({ ...ALL, ...question }, before, limit)).map(({ position }) => position);

    it('begins with no line and 32 zeros', async () => {
      expect(await store.head()).toEqual(NO_LINE);
      expect(await store.linesAfter(0n, 10)).toEqual([]);
      expect((await verifyLog(store)).broken).toBeUndefined();
    });

    it('numbers lines from 1 and chains each to the one before', async () => {
      await store.append([entryOf('anna'), entryOf('ben')]);
      const head = await store.append([entryOf('carla')]);
      const lines = await store.linesAfter(0n, 10);
      expect(lines.map(({ position }) => position)).toEqual([1n, 2n, 3n]);
      expect(head).toEqual({ position: 3n, hash: lines[2]?.hash });
      expect(await store.head()).toEqual(head);
      expect(await verifyLog(store)).toEqual({ head, broken: undefined });
    });

    it('keeps the chain whole when many append at once', async () => {
      // Twenty wait for ten connections and for each other; more would wait too long for a connection on a busy machine.
      for (let round = 0; round < 3; round++)
        await Promise.all(Array.from({ length: 20 }, (_, place) => store.append([entryOf(`a${place}`), entryOf('b')])));
      expect(await verifyLog(store)).toMatchObject({ head: { position: 120n }, broken: undefined });
    });

    it('returns the lines behind a position, oldest first', async () => {
      await store.append(['anna', 'ben', 'carla', 'dora'].map((who) => entryOf(who)));
      expect((await store.linesAfter(1n, 2)).map(({ position }) => position)).toEqual([2n, 3n]);
    });

    it('finds lines by caller, call and time, newest first, page by page', async () => {
      await store.append(['anna', 'ben', 'anna', 'anna'].map((who) => entryOf(who)));
      await store.append([entryOf('anna', 'cx.documents.v1.DocumentService/PublishDocument')]);
      expect(await positions({ caller: 'anna' })).toEqual([5n, 4n, 3n, 1n]);
      expect(await positions({ call: 'cx.documents.v1.DocumentService/PublishDocument' })).toEqual([5n]);
      expect(await positions({ caller: 'anna' }, NEWEST, 2)).toEqual([5n, 4n]);
      expect(await positions({ caller: 'anna' }, 4n, 2)).toEqual([3n, 1n]);
      const [newest] = await store.find(ALL, NEWEST, 1);
      const { at } = JSON.parse(newest?.text ?? '') as { at: string };
      expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(await positions({ from: at })).toContain(5n);
      expect(await positions({ until: '2000-01-01T00:00:00.000000Z' })).toEqual([]);
    });
  });
}
