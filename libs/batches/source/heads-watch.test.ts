import { describe, expect, it } from 'vitest';
import { HeadsWatch } from './heads-watch.js';
import type { Head } from './source-store.js';

describe('waiting for a new batch', () => {
  /** A source whose newest batch a test sets. */
  function source() {
    const state = { newest: 1n, acknowledged: 0n, asked: 0 };
    const watch = new HeadsWatch(async () => {
      state.asked += 1;
      const { newest: newestNumber, acknowledged: acknowledgedNumber } = state;
      const shard = { carries: 'observations', shard: 1, epoch: 1, oldestNumber: 1n, publishedNumber: 0n } as const;
      return [{ ...shard, newestNumber, newestSha256: Buffer.alloc(32), acknowledgedNumber } satisfies Head];
    });
    const next = (version?: string, withinMs = 60_000, isOver = () => false) =>
      watch.next({ version, withinMs, isOver });
    return { state, next };
  }

  it('is no waiting for a reader that knows nothing, or something else', async () => {
    const { next } = source();
    const { heads, version } = await next();
    expect([heads[0]?.newestNumber, version]).toEqual([1n, expect.stringMatching(/^[0-9a-f]{16}$/)]);
    expect((await next('of another source', 1_000)).version).toBe(version);
  });

  it('ends when a batch is sealed, for all readers, which ask the database together', async () => {
    const { state, next } = source();
    const { version } = await next();
    const waiting = Promise.all(Array.from({ length: 20 }, () => next(version)));
    setTimeout(() => {
      state.newest = 2n;
    }, 500);
    const answers = await waiting;
    expect(answers.map(({ heads }) => heads[0]?.newestNumber)).toEqual(Array(20).fill(2n));
    expect(state.asked).toBeLessThan(10);
  });

  it('ends after its time with what there is, also when readers have acknowledged meanwhile', async () => {
    const { state, next } = source();
    const { version } = await next();
    state.acknowledged = 1n;
    const startedAt = performance.now();
    expect((await next(version, 300)).version).toBe(version);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(295);
  });

  it('ends when the process stops, or the reader is gone', async () => {
    const { next } = source();
    const { version } = await next();
    let isOver = false;
    const waiting = next(version, 60_000, () => isOver);
    setTimeout(() => {
      isOver = true;
    }, 50);
    expect((await waiting).version).toBe(version);
  });

  it('fails with what the database answers', async () => {
    const watch = new HeadsWatch(() => Promise.reject(new Error('lost')));
    await expect(watch.next({ version: 'a', withinMs: 60_000, isOver: () => false })).rejects.toThrow('lost');
  });
});
