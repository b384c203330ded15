import { beforeEach, describe, expect, it } from 'vitest';
import { CxError } from '#libs/domain/error.js';
import { parsePeriod } from '#libs/domain/period.js';
import type { CountsView } from '../counts/read.js';
import { MemoryCounts } from '../fixtures/memory-counts.js';
import { CountsCache } from './counts-cache.js';

const august = parsePeriod('2018-08') as NonNullable<ReturnType<typeof parsePeriod>>;
const july = parsePeriod('2018-07') as NonNullable<ReturnType<typeof parsePeriod>>;

/** Counts whose reads answer when the test says so, with what stood when they began. */
class SlowCounts extends MemoryCounts {
  readonly begun: (() => void)[] = [];

  override async read(query: Parameters<MemoryCounts['read']>[0]): Promise<CountsView> {
    const view = await super.read(query);
    await new Promise<void>((answer) => this.begun.push(answer));
    return view;
  }
}

let now = 0;
const clock = { now: () => now };
let counts: MemoryCounts;
const RULES = { revision: 1, definitionIn: () => 1 };
let cache: CountsCache;
const versionOf = async (freshness: 'RECENT' | 'NOW') =>
  (await cache.load([august], freshness)).get('2018-08')?.data.progressVersion;

/** Whatever goes on in memory is over. */
const settled = () => new Promise((resume) => setImmediate(resume));

beforeEach(() => {
  now = 1_000_000;
  counts = new MemoryCounts();
  cache = new CountsCache(counts, clock, RULES);
});

describe('counts are read', () => {
  it('once until they change, however many calls need them', async () => {
    await versionOf('RECENT');
    now += 60_000;
    await versionOf('NOW');
    now += 60_000;
    await versionOf('RECENT');
    expect(counts.reads).toBe(1);
  });

  it('again when the company has published rules, which may count another definition', async () => {
    let revision = 1;
    const rules = {
      ...RULES,
      get revision() {
        return revision;
      },
    };
    cache = new CountsCache(counts, clock, rules);
    await versionOf('RECENT');
    revision = 2;
    await versionOf('RECENT');
    await versionOf('RECENT');
    expect(counts.reads).toBe(2);
  });

  it('at most every 200 ms, unless a call needs the counts of now', async () => {
    expect(await versionOf('RECENT')).toBe(1n);
    counts.set({});
    now += 199;
    expect(await versionOf('RECENT')).toBe(1n);
    expect(counts.reads).toBe(1);
    expect(await versionOf('NOW')).toBe(2n);
    counts.set({});
    now += 200;
    await versionOf('RECENT');
    expect(counts.reads).toBe(3);
  });

  it('while calls get the older counts, unless those are older than two seconds', async () => {
    await versionOf('RECENT');
    counts.set({});
    now += 1_999;
    expect(await versionOf('RECENT')).toBe(1n);
    await settled();
    expect(await versionOf('RECENT')).toBe(2n);
    counts.set({});
    now += 2_000;
    expect(await versionOf('RECENT')).toBe(3n);
  });

  it('again and again while the database does not answer; calls get the older counts, however old', async () => {
    await versionOf('RECENT');
    counts.set({});
    const read = counts.read;
    counts.read = () => Promise.reject(new CxError('STORE_UNAVAILABLE', 'the database went away'));
    now += 3_600_000;
    expect(await versionOf('RECENT')).toBe(1n);
    await expect(versionOf('NOW')).rejects.toThrow('went away');
    counts.read = read;
    expect(await versionOf('RECENT')).toBe(2n);
  });

  it('for many periods from one snapshot, also when one of them was read before', async () => {
    await cache.load([july], 'RECENT');
    counts.set({});
    const both = await cache.load([july, august], 'RECENT');
    expect([...both.values()].map(({ data }) => data.progressVersion)).toEqual([2n, 2n]);
  });
});

describe('while a read is running', () => {
  it('other calls wait for it; a call that needs the counts of now gets a read of its own', async () => {
    const slow = new SlowCounts();
    cache = new CountsCache(slow, clock, RULES);
    const recent = [versionOf('RECENT'), versionOf('RECENT')];
    slow.set({});
    const fresh = versionOf('NOW');
    expect(slow.reads).toBe(2);
    for (const answer of slow.begun) answer();
    while (slow.begun.length < 2) await Promise.resolve();
    for (const answer of slow.begun) answer();
    expect(await Promise.all(recent)).toEqual([1n, 1n]);
    expect(await fresh).toBe(2n);
  });

  it('a read that fails is not cached', async () => {
    const broken = new MemoryCounts();
    broken.read = () => Promise.reject(new Error('the database went away'));
    cache = new CountsCache(broken, clock, RULES);
    await expect(versionOf('RECENT')).rejects.toThrow('went away');
    await expect(versionOf('RECENT')).rejects.toThrow('went away');
  });

  it('a bug in it is thrown and never answered with old counts', async () => {
    await versionOf('RECENT');
    counts.set({});
    counts.read = () => Promise.reject(new Error('a bug'));
    now += 3_600_000;
    await expect(versionOf('RECENT')).rejects.toThrow('a bug');
  });
});
