import { describe, expect, it } from 'vitest';
import { Content, ShardHead } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Subscription } from '../reader/receive.js';
import { createRepairCheck } from './periodic-repair.js';

const subscription: Subscription = { source: 'delivery', carries: 'observations', shard: 1, shardId: 1 };

describe('a look at a source', () => {
  it('leaves to Kafka what is new, fetches it at the next look, and never calls what is on its way missing', async () => {
    const source = sourceWith(0n);
    const look = createRepairCheck({ ...source, hasKafka: true });
    await look();
    source.seal(10n);
    await look();
    expect(source.fetched).toEqual([]);
    await look();
    expect(source.fetched).toEqual([10n]);
    expect(source.told).toEqual([0n, 0n, 0n]);
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

  it('says what is missing while the source does not answer', async () => {
    const source = sourceWith(0n);
    const look = createRepairCheck({ ...source, hasKafka: true });
    await look();
    source.seal(10n);
    await look();
    source.answers = false;
    await expect(look()).rejects.toThrow('no answer');
    expect(source.told).toEqual([0n, 0n, 10n]);
    expect(source.repairs).toEqual(['failed']);
    source.answers = true;
    await look();
    expect(source.told).toEqual([0n, 0n, 10n, 0n]);
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
    told: [] as bigint[],
    repairs: [] as string[],
    subscriptions: [subscription],
    seal: (number: bigint) => {
      head = headAt(number);
    },
    onRepair: (result: string) => void source.repairs.push(result),
    onMissing: (_: Subscription, { holes, tail }: { holes: bigint; tail: bigint }) =>
      void source.told.push(holes + tail),
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
        holes: 0n,
        tail: seen === undefined ? 0n : seen.newestNumber - here,
      }),
      acknowledge: async () => undefined,
    },
  };
  return source;
}
