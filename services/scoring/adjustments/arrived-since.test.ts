import { describe, expect, it } from 'vitest';
import { type Period, parsePeriod } from '#libs/domain/period.js';
import type { PeriodBatch } from '../counts/cut.js';
import type { ShardCut } from '../counts/read.js';
import { FIRST } from '../fixtures/real-orders.js';
import { arrivedSince } from './arrived-since.js';

const upTo = (number: bigint): ShardCut[] => [
  { source: 'delivery', shard: 1, shardId: 1, epoch: 1, number, sha256: Buffer.alloc(32) },
];
const metric = FIRST.departments.get('delivery')?.[0]?.metric ?? '';
const batch = (number: bigint, sealedAt: number, day = '2018-07-10') =>
  ({
    ...{ source: 'delivery', shardId: 1, epoch: 1, number, sealedAt },
    batch: {
      cells: [{ cell: { metric, definition: 1, day }, hits: 5, misses: 2, retractedHits: 1, retractedMisses: 0 }],
    },
  }) as unknown as PeriodBatch;

const between = {
  ...{ before: upTo(10n), cut: upTo(20n), period: parsePeriod('2018-07') as Period, ruleset: FIRST },
  bounds: { endsAt: 100, firstCut: upTo(5n), closingCut: upTo(10n), closedAt: 400, finalAt: 900 },
};
const arrived = (...batches: PeriodBatch[]) => arrivedSince(batches, between).get('delivery');

describe('what arrived between two cuts', () => {
  it('is counted by whether it was sealed before the close or after it', () =>
    expect(arrived(batch(11n, 399), batch(12n, 400), batch(13n, 500))).toEqual({ l3: 7n, l4: 14n, retracted: 3n }));

  it('leaves out what the corrected version has, what lies after the new cut, and other months', () =>
    expect(arrived(batch(10n, 300), batch(21n, 500), batch(11n, 500, '2018-08-01'))).toEqual({
      ...{ l3: 0n, l4: 0n, retracted: 0n },
    }));
});
