import { describe, expect, it } from 'vitest';
import { openShards, type ReadShard } from './open-shards.js';

const observations = (shard: number, subscriber: string): ReadShard => ({ carries: 'observations', shard, subscriber });
const milestones = (shard: number, subscriber: string): ReadShard => ({ carries: 'milestones', shard, subscriber });
/** The warehouse: scoring counts it, delivery and ordering hear it. */
const before = [observations(1, 'scoring'), milestones(1, 'delivery'), milestones(1, 'ordering')];

describe('openShards', () => {
  it('opens one shard to cases at once, whether anything reads it or not', () => {
    expect(openShards([], 1)).toEqual({ open: 1, closed: undefined });
  });

  it.each([
    ['no reader was restarted', [], { carries: 'observations', shard: 2, lacks: ['scoring'] }],
    [
      'a department does not read its milestones',
      [observations(2, 'scoring'), milestones(2, 'delivery')],
      { carries: 'milestones', shard: 2, lacks: ['ordering'] },
    ],
    [
      'scoring does not count it',
      [milestones(2, 'delivery'), milestones(2, 'ordering')],
      { carries: 'observations', shard: 2, lacks: ['scoring'] },
    ],
  ])('keeps a second shard closed while %s', (_, more, closed) => {
    expect(openShards([...before, ...more], 2)).toEqual({ open: 1, closed });
  });

  it('opens a second shard when every reader of the first reads it', () => {
    const read = [...before, observations(2, 'scoring'), milestones(2, 'delivery'), milestones(2, 'ordering')];
    expect(openShards(read, 2)).toEqual({ open: 2, closed: undefined });
    expect(openShards(read, 3)).toMatchObject({ open: 2, closed: { shard: 3 } });
  });

  it('does not open a later shard before an earlier one', () => {
    expect(openShards([observations(1, 'scoring'), observations(3, 'scoring')], 3)).toMatchObject({ open: 1 });
  });

  it('needs no reader of milestones where nothing hears them', () => {
    expect(openShards([observations(1, 'scoring'), observations(2, 'scoring')], 2).open).toBe(2);
  });

  it('waits for scoring in a new installation, where nothing was acknowledged yet', () => {
    expect(openShards([], 2).closed).toEqual({ carries: 'observations', shard: 2, lacks: ['scoring'] });
  });
});
