import { describe, expect, it } from 'vitest';
import { Content, ShardHead } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Subscription } from '../reader/receive.js';
import type { Wait } from './batch-source.js';
import { createRepairCheck } from './periodic-repair.js';

const subscription: Subscription = { source: 'delivery', carries: 'observations', shard: 1, shardId: 1 };
const { signal } = new AbortController();

describe('the periodic repair check', () => {
  it('leaves new batches to Kafka, fetches them at the next check, and does not report them as missing', async () => {
    const source = sourceWith(0n);
    const check = createRepairCheck({ ...source, hasKafka: true });
    await check(signal);
    source.seal(10n);
    await check(signal);
    expect(source.fetched).toEqual([]);
    await check(signal);
    expect(source.fetched).toEqual([10n]);
    expect(source.missing).toEqual([0n, 0n, 0n]);
    expect(source.repairs).toEqual(['repaired']);
  });

  it.each([
    ['fetches a little that was there before the first', 256n, [256n]],
    ['leaves much of it to Kafka', 257n, []],
  ])('%s, and calls neither a repair', async (_, sealed, fetched) => {
    const source = sourceWith(sealed);
    await createRepairCheck({ ...source, hasKafka: true })(signal);
    expect(source.fetched).toEqual(fetched);
    expect(source.repairs).toEqual([]);
  });

  it('fetches at once where there is no Kafka', async () => {
    const source = sourceWith(10n);
    await createRepairCheck({ ...source, hasKafka: false })(signal);
    expect(source.fetched).toEqual([10n]);
  });

  it('lets a source that has nothing new keep it waiting, but not while a batch is missing or with Kafka', async () => {
    for (const [hasKafka, expected] of [
      [false, [0, 0, 2_000, 0]],
      [true, [0, 0, 0, 0]],
    ] as const) {
      const source = sourceWith(10n);
      const check = createRepairCheck({ ...source, hasKafka });
      source.gives = false;
      await check(signal);
      source.gives = true;
      await check(signal);
      await check(signal);
      source.answers = false;
      await expect(check(signal)).rejects.toThrow('no answer');
      source.answers = true;
      await check(signal);
      expect(source.waits).toEqual(expected);
    }
  });

  it('ends without a failure when the process stops while it waits', async () => {
    const source = sourceWith(0n);
    source.answers = false;
    await createRepairCheck({ ...source, hasKafka: false })(AbortSignal.abort());
    expect(source.missing).toEqual([]);
  });

  it('reports what is missing while the source does not answer', async () => {
    const source = sourceWith(0n);
    const check = createRepairCheck({ ...source, hasKafka: true });
    await check(signal);
    source.seal(10n);
    await check(signal);
    source.answers = false;
    await expect(check(signal)).rejects.toThrow('no answer');
    expect(source.missing).toEqual([0n, 0n, 10n]);
    expect(source.repairs).toEqual(['failed']);
    source.answers = true;
    await check(signal);
    expect(source.missing).toEqual([0n, 0n, 10n, 0n]);
  });
});

/** A source that has sealed so many batches, and a reader that has none of them until they are fetched. */
function sourceWith(sealed: bigint) {
  const headAt = (newestNumber: bigint) =>
    ShardHead.fromPartial({ shard: 1, epoch: 1, carries: Content.CONTENT_OBSERVATIONS, newestNumber });
  let head = headAt(sealed);
  let here = 0n;
  const source = {
    answers: true,
    /** Whether it gives the batches that it is asked for. */
    gives: true,
    /** How long each check that was answered would have waited, ms. */
    waits: [] as number[],
    fetched: [] as bigint[],
    missing: [] as bigint[],
    repairs: [] as string[],
    subscriptions: [subscription],
    seal: (number: bigint) => {
      head = headAt(number);
    },
    onRepair: (result: string) => void source.repairs.push(result),
    onMissing: (_: Subscription, { gaps, tail }: { gaps: bigint; tail: bigint }) =>
      void source.missing.push(gaps + tail),
    repair: {
      heads: async (wait?: Wait) => {
        if (!source.answers) throw new Error('no answer');
        source.waits.push(wait?.ms ?? 0);
        return [head];
      },
      repair: async (_: Subscription, { newestNumber: newest }: ShardHead, spare: bigint) => {
        const missing = newest - here;
        const repaired = source.gives && missing > spare ? missing - spare : 0n;
        here += repaired;
        if (repaired > 0n) source.fetched.push(here);
        return { missing, repaired };
      },
      missing: async (_: Subscription, seen: ShardHead | undefined) => ({
        gaps: 0n,
        tail: seen === undefined ? 0n : seen.newestNumber - here,
      }),
      acknowledge: async () => undefined,
    },
  };
  return source;
}
