import { describe, expect, it } from 'vitest';
import { Content, ShardHead } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Subscription } from '../reader/receive.js';
import { createRepairCheck } from './periodic-repair.js';

const subscription: Subscription = { source: 'delivery', carries: 'observations', shard: 1, shardId: 1 };

describe('the periodic repair check', () => {
  it('leaves new batches to Kafka, fetches them at the next check, and does not report them as missing', async () => {
    const source = sourceWith(0n);
    const check = createRepairCheck({ ...source, hasKafka: true });
    await check();
    source.seal(10n);
    await check();
    expect(source.fetched).toEqual([]);
    await check();
    expect(source.fetched).toEqual([10n]);
    expect(source.missing).toEqual([0n, 0n, 0n]);
    expect(source.repairs).toEqual(['repaired']);
  });

  it.each([
    ['fetches a little that was there before the first', 256n, [256n]],
    ['leaves much of it to Kafka', 257n, []],
  ])('%s, and calls neither a repair', async (_, sealed, fetched) => {
    const source = sourceWith(sealed);
    await createRepairCheck({ ...source, hasKafka: true })();
    expect(source.fetched).toEqual(fetched);
    expect(source.repairs).toEqual([]);
  });

  it('fetches at once where there is no Kafka', async () => {
    const source = sourceWith(10n);
    await createRepairCheck({ ...source, hasKafka: false })();
    expect(source.fetched).toEqual([10n]);
  });

  it('reports what is missing while the source does not answer', async () => {
    const source = sourceWith(0n);
    const check = createRepairCheck({ ...source, hasKafka: true });
    await check();
    source.seal(10n);
    await check();
    source.answers = false;
    await expect(check()).rejects.toThrow('no answer');
    expect(source.missing).toEqual([0n, 0n, 10n]);
    expect(source.repairs).toEqual(['failed']);
    source.answers = true;
    await check();
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
      heads: async () => {
        if (!source.answers) throw new Error('no answer');
        return [head];
      },
      repair: async (_: Subscription, { newestNumber: newest }: ShardHead, spare: bigint) => {
        const missing = newest - here;
        const repaired = missing > spare ? missing - spare : 0n;
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
