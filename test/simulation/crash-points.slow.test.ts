import { describe, expect, it } from 'vitest';
import { accesses, outcomeOf, WHOLE } from './story.js';

const SOURCE = [
  ...[
    'found',
    'lockShard',
    'beginEpoch',
    'readFeeds',
    'countWaiting',
    'takeOutbox',
    'addBatch',
    'moveShard',
    'removeOutbox',
  ],
  ...['commit', 'committed', 'append', 'appended', 'markPublished', 'markPublished committed', 'heads', 'find'],
  ...['acknowledge', 'retain', 'retain committed'],
];
const READER = ['begin', 'move', 'addReceived', 'quarantine', 'endEpoch', 'settle', 'commit', 'committed'];

/** Every pair of accesses is tried by `npm run simulate`, on all cores. */
describe('a process that dies at an access to a database or to Kafka', () => {
  it('changes nothing when it never dies: the reader has every fact once', async () => {
    expect(await outcomeOf()).toBe(WHOLE);
  });

  it('meets every kind of access in this story', async () => {
    const happened = new Set(await accesses());
    const needed = [...SOURCE.map((what) => `source: ${what}`), ...READER.map((what) => `reader: ${what}`)];
    expect(needed.filter((what) => !happened.has(what))).toEqual([]);
  });

  it('leaves the reader with every fact once, whichever access it is', async () => {
    const { length } = await accesses();
    for (let at = 1; at <= length; at++) expect([at, await outcomeOf(at)]).toEqual([at, WHOLE]);
  });
});
