import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import type { CheckedFact, Outcome } from '../facts/incoming-fact.js';
import { type Record, recordTogether, type TogetherOptions } from './record-together.js';

const NOW = Date.parse('2026-11-02T12:00:00Z');
const POSITIONS = [{ shard: 1, outboxId: 7n }];
const fact = (factId: string): CheckedFact => ({
  is: 'refused',
  refusal: { factId, reason: 'DAY_INVALID', field: '', detail: '' },
});
const idOf = (one: CheckedFact) => (one.is === 'refused' ? one.refusal.factId : one.fact.factId);
const facts = (...ids: string[]) => ids.map(fact);

/** A store that ends its transactions when it is told to, and refuses the facts whose ids begin with "no". */
function store(options: TogetherOptions = {}) {
  const begun: { readonly feed: string; readonly ids: string[]; readonly now: number; end(error?: unknown): void }[] =
    [];
  const record: Record = (feed, some, now) =>
    new Promise((resolve, reject) => {
      const ids = some.map(idOf);
      const outcomes = ids.map((factId): Outcome => {
        if (factId.startsWith('no')) return { result: 'REFUSED', factId, reason: 'CASE_ERASED', field: '', detail: '' };
        return { result: 'RECORDED', factId, ref: Buffer.alloc(16) };
      });
      const end = (error?: unknown) =>
        error === undefined ? resolve({ outcomes, positions: POSITIONS }) : reject(error);
      begun.push({ feed, ids, now, end });
    });
  return { begun, record: recordTogether(record, options) };
}

const answersOf = async (call: ReturnType<Record>) => {
  const { outcomes, positions } = await call;
  return [outcomes.map(({ factId }) => factId), positions.length];
};

describe('calls of a feed', () => {
  it('are recorded at once when none is under way, and together when one is', async () => {
    const { begun, record } = store();
    const calls = ['a', 'b', 'c'].map((id, place) => record('shop', facts(id), NOW + place));
    expect(begun.map(({ ids }) => ids)).toEqual([['a']]);
    begun[0]?.end();
    expect(await answersOf(calls[0] as never)).toEqual([['a'], 1]);
    await setImmediate();
    expect(begun.map(({ ids, now }) => [ids, now])).toEqual([
      [['a'], NOW],
      [['b', 'c'], NOW + 2],
    ]);
    begun[1]?.end();
    expect(await Promise.all(calls.slice(1).map(answersOf))).toEqual([
      [['b'], 1],
      [['c'], 1],
    ]);
  });

  it('get the outcomes of their own facts, in their order; one of which nothing was stored waits for no batch', async () => {
    const { begun, record } = store();
    const calls = [facts('a'), facts('b', 'no 1'), facts('no 2', 'no 3'), facts('c')].map((one) =>
      record('shop', one, NOW),
    );
    begun[0]?.end();
    await setImmediate();
    begun[1]?.end();
    expect(await Promise.all(calls.map(answersOf))).toEqual([
      [['a'], 1],
      [['b', 'no 1'], 1],
      [['no 2', 'no 3'], 0],
      [['c'], 1],
    ]);
  });

  it('of different feeds do not wait for each other, nor do large ones', () => {
    const { begun, record } = store({ mostOfCall: 1 });
    for (const [feed, ids] of [
      ['shop', ['a']],
      ['app', ['b']],
      ['shop', ['c', 'd']],
    ] as const)
      void record(feed, facts(...ids), NOW);
    expect(begun.map(({ feed, ids }) => [feed, ids])).toEqual([
      ['shop', ['a']],
      ['app', ['b']],
      ['shop', ['c', 'd']],
    ]);
  });

  it('are no more in one transaction than it takes', async () => {
    const { begun, record } = store({ most: 3 });
    for (const ids of [['a'], ['b', 'c'], ['d'], ['e'], ['f', 'g', 'h', 'i'], ['j']])
      void record('shop', facts(...ids), NOW);
    for (const place of [0, 1, 2, 3]) {
      begun[place]?.end();
      await setImmediate();
    }
    expect(begun.map(({ ids }) => ids.join(''))).toEqual(['a', 'bcd', 'e', 'fghi', 'j']);
  });

  it('do not wait long for a transaction that waits for a lock, and never for more than four', async () => {
    const { begun, record } = store({ patienceMs: 5 });
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
      void record('shop', facts(id), NOW);
      await setTimeout(15);
    }
    expect(begun.map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c'], ['d']]);
    begun[2]?.end();
    await setImmediate();
    expect(begun[4]?.ids).toEqual(['e', 'f']);
  });
});

describe('a transaction with several calls that fails', () => {
  const failing = async (error: unknown) => {
    const { begun, record } = store();
    const calls = ['a', 'b', 'c'].map((id) => record('shop', facts(id), NOW));
    const settled = Promise.allSettled(calls);
    begun[0]?.end();
    await setImmediate();
    begun[1]?.end(error);
    await setImmediate();
    return { begun, settled };
  };

  it('is tried again with each call by itself, so that only the call that is at fault fails', async () => {
    const { begun, settled } = await failing(new Error('a metric was evaluated twice'));
    expect(begun[2]?.ids).toEqual(['b']);
    begun[2]?.end(new Error('a metric was evaluated twice'));
    await setImmediate();
    expect(begun[3]?.ids).toEqual(['c']);
    begun[3]?.end();
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('fails for all of them when the store does not answer', async () => {
    const { begun, settled } = await failing(new CxError('STORE_UNAVAILABLE', 'the database does not answer'));
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(begun).toHaveLength(2);
  });

  it('is followed by the next one', async () => {
    const { begun, record } = store();
    void record('shop', facts('a'), NOW).catch(() => undefined);
    const second = record('shop', facts('b'), NOW);
    begun[0]?.end(new Error('at fault'));
    await setImmediate();
    begun[1]?.end();
    expect(await answersOf(second)).toEqual([['b'], 1]);
  });
});
