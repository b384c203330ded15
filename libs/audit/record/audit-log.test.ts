import { describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { MemoryAuditStore } from '#test/doubles/memory-audit-store.js';
import type { Entry } from '../chain/entry.js';
import { verifyLog } from '../check/verify-log.js';
import { AuditLog } from './audit-log.js';

const entry = (event: Entry['event'], name = 'anna'): Entry => ({
  event,
  who: { name, kind: 'person', roles: ['HR_MAKER'] },
  what: { call: 'cx.bonus.v1.BonusInputService/CreateSnapshot', resource: { period: '2018-08' } },
  requestId: '0f9b3a52-6c1e-4d2a-9a58-1f9a6e2b7c11',
});

/** A log whose database can be switched off. */
function opened() {
  const store = new MemoryAuditStore();
  const state = { isDown: false, now: 0, appends: 0, owed: { waiting: 0, lost: 0 } };
  const log = new AuditLog({
    store: {
      append: async (entries) => {
        state.appends += 1;
        if (state.isDown) throw new CxError('STORE_UNAVAILABLE', 'the database does not answer');
        return store.append(entries);
      },
    },
    now: () => state.now,
    onOwed: (owed) => {
      state.owed = owed;
    },
  });
  const events = () => store.lines.map(({ text }) => (JSON.parse(text) as { event: string }).event);
  return { log, store, state, events };
}

describe('the audit log', () => {
  it('has the line of a call before the call begins', async () => {
    const { log, events } = opened();
    await log.began(entry('BEGAN'));
    expect(events()).toEqual(['BEGAN']);
  });

  it('refuses a call that cannot be put on record, with a reason of its own', async () => {
    const { log, state, events } = opened();
    state.isDown = true;
    await expect(log.began(entry('BEGAN'))).rejects.toMatchObject({ reason: 'AUDIT_UNAVAILABLE' });
    await expect(log.read(entry('READ'))).rejects.toMatchObject({ reason: 'AUDIT_UNAVAILABLE' });
    state.isDown = false;
    await log.flush();
    expect(events()).toEqual([]);
  });

  it('keeps the outcome of a call until the database takes it', async () => {
    const { log, state, events } = opened();
    await log.began(entry('BEGAN'));
    state.isDown = true;
    await log.ended(entry('ENDED'));
    expect(state.owed).toEqual({ waiting: 1, lost: 0 });
    state.isDown = false;
    await log.flush();
    expect(events()).toEqual(['BEGAN', 'ENDED']);
    expect(state.owed).toEqual({ waiting: 0, lost: 0 });
  });

  it('writes lines that come together in one transaction, in their order', async () => {
    const { log, state, store } = opened();
    await Promise.all(Array.from({ length: 400 }, (_, number) => log.began(entry('BEGAN', `caller-${number}`))));
    expect(store.lines).toHaveLength(400);
    expect(state.appends).toBeLessThan(5);
    expect((await verifyLog(store)).broken).toBeUndefined();
    expect(store.lines[399]?.text).toContain('caller-399');
  });

  it('writes a line that comes in the moment in which the one before was written', async () => {
    const { log, events } = opened();
    await log.began(entry('BEGAN')).then(() => log.ended(entry('ENDED')));
    await log.began(entry('BEGAN'));
    expect(events()).toEqual(['BEGAN', 'ENDED', 'BEGAN']);
  });

  it('bounds the lines of a flood of denials and states how many there were', async () => {
    const { log, state, events, store } = opened();
    for (let call = 0; call < 100_000; call += 1) log.denied(entry('DENIED', 'mallory'));
    state.now += 60_000;
    await log.flush();
    expect(events().filter((event) => event === 'DENIED')).toHaveLength(20);
    expect(store.lines.at(-1)?.text).toContain('"count":"99980","event":"COUNTED"');
  });

  it('writes what was counted when the process ends', async () => {
    const { log, events } = opened();
    await Promise.all([log.read(entry('READ')), log.read(entry('READ'))]);
    await log.flush(true);
    expect(events()).toEqual(['READ', 'COUNTED']);
  });
});
