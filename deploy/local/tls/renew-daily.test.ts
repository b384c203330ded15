import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LocalAuthority } from './local-authority.js';
import { renewDaily } from './renew-daily.js';

const DAY = 24 * 60 * 60_000;
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cx-daily-'));
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Moves the clock by that many days, and waits for the renewals that this starts. */
async function pass(days: number, renewals: Promise<void>[]): Promise<void> {
  vi.advanceTimersByTime(days * DAY);
  await Promise.allSettled(renewals);
}

it('an installation that runs for months has certificates that hold for a month more', async () => {
  const authority = new LocalAuthority({ dataDir, now: () => Date.now() });
  const serial = () => new X509Certificate(readFileSync(authority.filesOf('delivery').certificate)).serialNumber;
  await authority.ensure(['delivery']);
  const first = serial();

  const renewals: Promise<void>[] = [];
  const renew = () => {
    renewals.push(authority.ensure(['delivery']));
    return renewals.at(-1) as Promise<void>;
  };
  const failed: unknown[] = [];
  const renewing = renewDaily(renew, (error) => failed.push(error));
  await pass(59, renewals);
  expect([renewals.length, serial()]).toEqual([59, first]);
  await pass(2, renewals);
  expect(serial()).not.toBe(first);
  renewing.stop();
  await pass(5, renewals);
  expect([renewals.length, failed]).toEqual([61, []]);
});

it('a renewal that fails is reported, and the next day has another one', async () => {
  const renewals: Promise<void>[] = [];
  const renew = () => {
    renewals.push(Promise.reject(new Error('the disk is full')));
    return renewals.at(-1) as Promise<void>;
  };
  const failed: unknown[] = [];
  const renewing = renewDaily(renew, (error) => failed.push(error));
  await pass(2, renewals);
  renewing.stop();
  expect(failed).toHaveLength(2);
});
