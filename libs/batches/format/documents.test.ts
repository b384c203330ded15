import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PublishedDocument } from '#libs/documents/published-document.js';
import { documentToProto } from './document-proto.js';
import { type BatchToSeal, openBatch, sealBatch } from './sealed-batch.js';

const document: PublishedDocument = {
  position: 3,
  kind: 'metrics',
  version: 2,
  firstDay: '2027-01-01',
  boundAfterStart: true,
  text: 'metrics: {}\n',
  sha256: createHash('sha256').update('metrics').digest(),
  publishedAt: Date.parse('2026-12-01T12:00:00.123Z'),
};

function batchWith(content: BatchToSeal['content'], change: Partial<BatchToSeal> = {}): Buffer {
  return sealBatch({
    ...{ installation: 'a', source: 'scoring', carries: 'documents', shard: 1, epoch: 1, number: 1n },
    ...{ previousSha256: Buffer.alloc(32), continuesEpoch: 0, continuesNumber: 0n, sealedAt: 0, drained: true },
    ...{ catalogueSha256: Buffer.alloc(32), feeds: [], waiting: undefined, content },
    ...change,
  }).bytes;
}

describe('a batch of documents', () => {
  it('is read as it was sealed', () => {
    expect(openBatch(batchWith({ documents: [documentToProto(document)] }))).toMatchObject({
      ...{ source: 'scoring', carries: 'documents', documents: [document] },
    });
  });

  it('may be empty', () => {
    expect(openBatch(batchWith({ documents: [] }))).toMatchObject({ carries: 'documents', documents: [] });
  });

  it.each([
    ['documents of a department', { source: 'delivery' }],
    ['milestones of scoring', { carries: 'milestones' }],
  ] as const)('comes from scoring, and scoring seals nothing else: %s', (_, change) => {
    expect(openBatch(batchWith({ documents: [] }, change))).toMatchObject({ reason: 'UNDECODABLE' });
  });

  it('holds nothing but documents', () => {
    const milestones = batchWith({ encoded: Buffer.alloc(0) }, { source: 'delivery', carries: 'milestones' });
    expect(openBatch(milestones)).toMatchObject({ carries: 'milestones' });
    const mixed = batchWith({ documents: [documentToProto(document)] }, { source: 'delivery', carries: 'milestones' });
    expect(openBatch(mixed)).toMatchObject({ reason: 'UNDECODABLE' });
  });

  it.each([
    ['a kind that this version does not know', { kind: 'roles' }],
    ['no position', { position: 0 }],
    ['no day', { firstDay: '2027-02-30' }],
    ['half a hash', { sha256: Buffer.alloc(16) }],
    ['no instant', { publishedAt: undefined }],
  ])('waits for a version that can read it: %s', (_, change) => {
    const newer = batchWith({ documents: [{ ...documentToProto(document), ...change }] });
    expect(openBatch(newer)).toMatchObject({ reason: 'FUTURE' });
  });
});
