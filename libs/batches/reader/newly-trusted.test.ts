import { describe, expect, it } from 'vitest';
import type { OpenedBatch } from '../format/sealed-batch.js';
import { newlyTrusted } from './newly-trusted.js';

const batch = (epoch: number, number: bigint) => ({ epoch, number }) as OpenedBatch;
const trusted = (batches: readonly OpenedBatch[], epoch: number, appliedThrough: bigint) => {
  const found = newlyTrusted(batches, { epoch, appliedThrough });
  return found && { from: found.from, newestFirst: found.newestFirst?.map(({ number }) => number) };
};

describe('the batches that a reader may trust from now on', () => {
  it('are those of the chunk, the newest first', () => {
    expect(trusted([batch(1, 3n), batch(1, 4n)], 1, 4n)).toEqual({ from: 3n, newestFirst: [4n, 3n] });
  });

  it('are none behind a gap', () => {
    expect(trusted([batch(1, 5n)], 1, 3n)).toBeUndefined();
    expect(trusted([batch(2, 2n), batch(1, 7n)], 2, 0n)).toBeUndefined();
  });

  it('are in the archive too, when a batch has filled the gap before them', () => {
    expect(trusted([batch(1, 4n)], 1, 6n)).toEqual({ from: 4n, newestFirst: undefined });
  });

  it('are all of the newest epoch, when the last batch of the epoch before it has arrived', () => {
    expect(trusted([batch(1, 7n)], 2, 3n)).toEqual({ from: 1n, newestFirst: undefined });
    expect(trusted([batch(1, 7n), batch(2, 1n)], 2, 1n)).toEqual({ from: 1n, newestFirst: [1n] });
  });
});
