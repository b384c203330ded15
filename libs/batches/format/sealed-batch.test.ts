import { describe, expect, it } from 'vitest';
import { Content, Milestones, Observations, SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import { type BatchToSeal, sealBatch } from './sealed-batch.js';

const AT = Date.parse('2018-09-01T12:00:00Z');
const cells = [{ key: { metric: 'delivered', definition: 1, unit: '', day: '2018-03-02' }, hits: Buffer.alloc(48, 7) }];
const observations = Observations.fromPartial({ cells });
const milestones = Milestones.fromPartial({
  milestones: [{ name: 'promised', revision: 1, text: 'x'.repeat(20_000) }],
});
const row = { metric: 'delivered', definition: 1, unit: 'area/rj', day: '2018-03-02', cases: 7n, waitsFor: 'ordering' };

const batch: Omit<BatchToSeal, 'content' | 'carries'> = {
  ...{ installation: '1c5d8f0e-6a52-4f7b-9d3c-2b8f6f1c0a77', source: 'delivery', shard: 2, epoch: 3, number: 1n },
  ...{ previousSha256: Buffer.alloc(32, 1), continuesEpoch: 2, continuesNumber: 9n, sealedAt: AT, drained: true },
  ...{ catalogueSha256: Buffer.alloc(32, 2), waiting: [row] },
  feeds: [{ feed: 'acme', completeThrough: AT, origin: 'REPORTED' }],
};

describe('a batch whose content is encoded already', () => {
  it.each([
    ['observations', Observations.encode(observations).finish(), { $case: 'observations', value: observations }],
    ['milestones', Milestones.encode(milestones).finish(), { $case: 'milestones', value: milestones }],
    ['observations', Buffer.alloc(0), undefined],
  ] as const)('has the same bytes as if all of it was encoded: %s', (carries, encoded, content) => {
    const { bytes } = sealBatch({ ...batch, carries, content: { encoded } });
    const { feeds: _, ...head } = batch;
    const whole: SealedBatch = {
      ...head,
      content,
      carries: carries === 'milestones' ? Content.CONTENT_MILESTONES : Content.CONTENT_OBSERVATIONS,
      sealedAt: new Date(AT),
      feeds: [{ feed: 'acme', completeThrough: new Date(AT), origin: 1 }],
      waiting: { rows: [row] },
      waitingChanges: undefined,
    };
    expect(bytes.equals(SealedBatch.encode(whole).finish())).toBe(true);
  });

  it('holds no documents', () => {
    const documents = () => sealBatch({ ...batch, carries: 'documents', content: { encoded: Buffer.alloc(1) } });
    expect(documents).toThrow('documents are encoded');
  });
});
