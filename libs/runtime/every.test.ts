import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { every } from './every.js';

/** A task a test lets through run by run. */
function steppedTask() {
  const waiting: (() => void)[] = [];
  let runs = 0;
  let atOnce = 0;
  let most = 0;
  const task = async () => {
    runs += 1;
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise<void>((resolve) => waiting.push(resolve));
    atOnce -= 1;
  };
  return { task, finish: () => waiting.shift()?.(), runs: () => runs, most: () => most };
}

const quietly = { onError: () => {} };

describe('every', () => {
  it('runs at once, and again after each run, never twice at a time', async () => {
    const { task, finish, runs, most } = steppedTask();
    const loop = every(0, task, quietly);
    for (let run = 1; run <= 3; run += 1) {
      await expect.poll(runs).toBe(run);
      loop.wake(); // asked for while one is under way
      finish();
    }
    await expect.poll(runs).toBe(4);
    finish();
    await loop.stop();
    expect(most()).toBe(1);
  });

  it('goes on after a run that failed, and reports the error', async () => {
    const errors: unknown[] = [];
    let runs = 0;
    const failing = async () => {
      runs += 1;
      throw new Error(`run ${runs}`);
    };
    const loop = every(0, failing, { onError: (error) => errors.push(error) });
    await expect.poll(() => errors.length).toBeGreaterThanOrEqual(2);
    await loop.stop();
    expect(errors.slice(0, 2)).toEqual([new Error('run 1'), new Error('run 2')]);
  });

  it('stops after the run under way, whose signal is aborted, and never runs again', async () => {
    let given: AbortSignal | undefined;
    const { task, finish, runs } = steppedTask();
    const loop = every(
      0,
      (signal) => {
        given = signal;
        return task();
      },
      quietly,
    );
    let over = false;
    const stopped = loop.stop().then(() => {
      over = true;
    });
    expect(given?.aborted).toBe(true);
    await Promise.resolve();
    expect(over).toBe(false);
    finish();
    await stopped;
    loop.wake();
    expect(runs()).toBe(1);
  });

  it('runs again when it was woken during a run', async () => {
    const { task, finish, runs } = steppedTask();
    const loop = every(3_600_000, task, quietly);
    loop.wake();
    finish();
    await expect.poll(runs).toBe(2);
    finish();
    await loop.stop();
  });

  it('lets the first run wait, and does not run at all when it is stopped before', async () => {
    const { task, finish, runs } = steppedTask();
    const loop = every(60_000, task, { ...quietly, firstAfterMs: 20 });
    expect(runs()).toBe(0);
    await expect.poll(runs).toBe(1);
    finish();
    await loop.stop();

    await every(0, task, { ...quietly, firstAfterMs: 60_000 }).stop();
    expect(runs()).toBe(1);
  });

  it('rests longer and longer while there is nothing to do, and not at all longer when there may be work again', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const startedAt: number[] = [];
    let found = false;
    const loop = every(
      10,
      async () => {
        startedAt.push(performance.now());
        return found;
      },
      { ...quietly, idleMs: 60_000 },
    );
    await vi.advanceTimersByTimeAsync(2_540);
    const pauses = startedAt.slice(1).map((at, place) => at - (startedAt[place] ?? at));
    expect(pauses).toEqual([20, 40, 80, 160, 320, 640, 1_280]);

    found = true;
    loop.stir();
    await vi.advanceTimersByTimeAsync(50); // it would have rested for 2.5 s
    expect(startedAt).toHaveLength(8 + 5);
    await loop.stop();
  });

  it('does not rest longer after a run during which work came', async () => {
    let runs = 0;
    const loop = every(
      1,
      async () => {
        runs += 1;
        loop.stir();
        return false;
      },
      { ...quietly, firstAfterMs: 1, idleMs: 60_000 },
    );
    await expect.poll(() => runs).toBeGreaterThan(30);
    await loop.stop();
  });

  it('is woken out of a long pause', async () => {
    let runs = 0;
    const count = async () => {
      runs += 1;
    };
    const loop = every(3_600_000, count, quietly);
    await expect.poll(() => runs).toBe(1);
    loop.wake();
    await expect.poll(() => runs).toBe(2);
    await loop.stop();
  });
});
