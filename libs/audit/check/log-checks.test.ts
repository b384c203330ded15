import { describe, expect, it } from 'vitest';
import type { Entry } from '#libs/audit/chain/entry.js';
import { MemoryAuditStore } from '#test/doubles/memory-audit-store.js';
import { LogChecks } from './log-checks.js';
import type { LogVerification } from './verify-log.js';

const entry: Entry = {
  ...{ event: 'DENIED', requestId: '', outcome: { code: 'PERMISSION_DENIED', reason: 'CALLER_NOT_ALLOWED' } },
  ...{ who: { name: 'anna', kind: 'person', roles: [] }, what: { call: 'cx.a.v1.A/B', resource: {} } },
};

/** A log with three lines, the checks of its process, and how often the log was read from its first line. */
async function checked() {
  const store = new MemoryAuditStore();
  await store.append([entry, entry, entry]);
  const read = { fromTheFirst: 0 };
  const counting = {
    linesAfter: (position: bigint, limit: number) => {
      if (position === 0n) read.fromTheFirst += 1;
      return store.linesAfter(position, limit);
    },
  };
  const found: LogVerification[] = [];
  return { store, read, found, checks: new LogChecks(counting, (one) => void found.push(one)) };
}

describe('the checks of an audit log', () => {
  it('read the log once for the head of this process and that of the caller', async () => {
    const { store, read, checks } = await checked();
    expect(await checks.run(await store.head())).toMatchObject({ head: { position: 3n }, broken: undefined });
    expect(read.fromTheFirst).toBe(1);
  });

  it('answer a caller that remembers a longer log, and do not take this one for broken', async () => {
    const { found, checks } = await checked();
    const remembered = { position: 9n, hash: Buffer.alloc(32, 1) };
    expect((await checks.run(remembered)).broken).toEqual({ fault: 'CUT_OFF', position: 4n });
    expect((await checks.run({ ...remembered, position: 2n })).broken).toEqual({ fault: 'REWRITTEN', position: 2n });
    expect(found.map(({ broken }) => broken)).toEqual([undefined, undefined]);
    expect((await checks.run()).broken).toBeUndefined();
  });

  it('find that the log ends before a line that this process has seen', async () => {
    const { store, found, checks } = await checked();
    await checks.run();
    store.lines.pop();
    expect((await checks.run(await store.head())).broken).toEqual({ fault: 'CUT_OFF', position: 3n });
    expect(found.at(-1)?.broken).toEqual({ fault: 'CUT_OFF', position: 3n });
  });
});
