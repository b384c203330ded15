import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { FeedState } from '#libs/contracts/cx/batches/v1/batches.js';
import { BatchServiceService, type Milestone, SealedBatch } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { ROOT, readText } from './source.js';

// ts-proto ignores misspelt options silently, so these tests check its output. tsc checks the expectations about types.
describe('generated contracts', () => {
  it('carry whole numbers as bigint, so that none of those that lead to pay is rounded', () => {
    expectTypeOf<Index['indexE4']>().toEqualTypeOf<bigint | undefined>();
    const batch = SealedBatch.fromPartial({ number: 9_007_199_254_740_993n });
    expect(SealedBatch.decode(SealedBatch.encode(batch).finish()).number).toBe(9_007_199_254_740_993n);
  });

  it('carry instants as dates, and an unset one as undefined', () => {
    expectTypeOf<FeedState['completeThrough']>().toEqualTypeOf<Date | undefined>();
  });

  it('carry a oneof as a union that names the field', () => {
    type Content = NonNullable<SealedBatch['content']>;
    expectTypeOf<Content['$case']>().toEqualTypeOf<'observations' | 'milestones' | 'documents'>();
    const batch = SealedBatch.fromPartial({ content: { $case: 'milestones', value: { milestones: [] } } });
    expect(SealedBatch.decode(SealedBatch.encode(batch).finish()).content?.$case).toBe('milestones');
  });

  it('distinguish an unset number from 0', () => {
    expectTypeOf<undefined>().toExtend<Index['indexE4']>();
    expectTypeOf<Milestone['revision']>().not.toBeAny();
  });

  it('offer services to grpc-js by their full names', () => {
    expect(BatchServiceService.streamBatches.path).toBe('/cx.batches.v1.BatchService/StreamBatches');
  });

  it('have no float or double field', () => {
    const folder = 'proto/cx';
    const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.proto'),
    );
    const floats = files.filter((file) =>
      /^\s*(optional |repeated )?(float|double)\b/m.test(readText(`${folder}/${file}`)),
    );
    expect(files.length).toBeGreaterThan(0);
    expect(floats).toEqual([]);
  });
});
