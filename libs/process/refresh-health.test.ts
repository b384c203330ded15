import { afterEach, describe, expect, it } from 'vitest';
import type { Lifecycle } from '#libs/runtime/service.js';
import { type HealthOptions, refreshHealth } from './refresh-health.js';

const stops: (() => unknown)[] = [];
const lifecycle: Lifecycle = {
  add: async (_name, start, stop) => {
    const resource = await start();
    stops.push(() => stop?.(resource));
    return resource;
  },
  stopping: new AbortController().signal,
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
};

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** The health of each name after the first refresh of a process with two names. */
async function refreshed(options: Partial<HealthOptions>, running = lifecycle): Promise<Record<string, boolean>> {
  const health: Record<string, boolean> = {};
  const server = {
    healthNames: ['', 'cx.pipeline.Apply'],
    health: (name: string, serving: boolean) => {
      health[name] = serving;
    },
  };
  await refreshHealth(running, { server, whyNotReady: async () => undefined, ...options });
  await expect.poll(() => Object.keys(health)).toHaveLength(2);
  return health;
}

describe('the health of a process', () => {
  it('is SERVING for every name while the process is ready', async () => {
    expect(await refreshed({})).toEqual({ '': true, 'cx.pipeline.Apply': true });
  });

  it('is NOT_SERVING for every name while the database cannot be used', async () => {
    const whyNotReady = async () => 'PostgreSQL does not answer';
    const alsoNeeds = { 'cx.pipeline.Apply': () => true };
    expect(await refreshed({ whyNotReady, alsoNeeds })).toEqual({ '': false, 'cx.pipeline.Apply': false });
  });

  it('is NOT_SERVING for one name whose own need is not met', async () => {
    const alsoNeeds = { 'cx.pipeline.Apply': () => false };
    expect(await refreshed({ alsoNeeds })).toEqual({ '': true, 'cx.pipeline.Apply': false });
  });

  it.each([
    ['ready', undefined, 1],
    ['not ready', 'PostgreSQL does not answer', 0],
  ])('is followed by the work of a ready process when the process is %s', async (_, why, runs) => {
    let ran = 0;
    const whenReady = async () => {
      ran += 1;
    };
    await refreshed({ whyNotReady: async () => why, whenReady });
    await stops.pop()?.(); // the refresh under way is over
    expect(ran).toBe(runs);
  });

  it('logs a refresh that failed, and goes on', async () => {
    const errors: unknown[] = [];
    const lost = new Error('the connection was lost');
    const log = { ...lifecycle.log, warn: ({ error }: { error?: unknown }) => void errors.push(error) };
    await refreshed({ whenReady: () => Promise.reject(lost) }, { ...lifecycle, log });
    await expect.poll(() => errors).toEqual([lost]);
  });
});
