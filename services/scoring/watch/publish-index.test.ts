import { describe, expect, it } from 'vitest';
import { Index } from '#libs/contracts/cx/scoring/v1/scoring.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { LiveIndexes } from '../answers/live-index.js';
import { MemoryCounts } from '../fixtures/memory-counts.js';
import { FIRST, REAL } from '../fixtures/real-orders.js';
import { TestClock } from '../fixtures/served.js';
import { encodeIndex } from '../grpc/scoring/mapping.js';
import { rulesetsOf } from '../rulesets/rulesets.js';
import { INDEX_TOPIC, IndexPublisher } from './publish-index.js';

function publishing() {
  const clock = new TestClock();
  const counts = new MemoryCounts();
  counts.set({ rows: REAL });
  const indexes = new LiveIndexes({ counts, rulesets: rulesetsOf([FIRST]), clock });
  const kafka = new MemoryKafka();
  const publisher = new IndexPublisher(indexes, kafka, encodeIndex, clock);
  const published = () => kafka.partition(INDEX_TOPIC.topic, 0).map(({ value }) => Index.decode(value));
  const look = () => {
    clock.goOn();
    return publisher.publish();
  };
  return { counts, kafka, look, published };
}

describe('published to Kafka is', () => {
  it('every department and month once, then of those that changed only', async () => {
    const { counts, look, published } = publishing();
    expect(await look()).toBe(4 * 19);
    expect(published().find(({ name }) => name === 'departments/delivery/indexes/2018-08')?.indexE4).toBe(834_271n);
    expect(await look()).toBe(0);

    counts.set({}); // a batch that brought nothing
    expect(await look()).toBe(0);

    const [first] = REAL.filter(({ metric, day }) => metric === 'arrived_at_last' && day.startsWith('2018-08'));
    counts.set({ rows: [...REAL, { ...(first as (typeof REAL)[number]), hits: 0n, misses: 1n }] });
    expect(await look()).toBe(1);
    expect(published().at(-1)?.name).toBe('departments/delivery/indexes/2018-08');
  });

  it('every change, also one that was made while no broker answered', async () => {
    const { kafka, look } = publishing();
    kafka.setReachable(false);
    await expect(look()).rejects.toThrow('no broker answers');
    kafka.setReachable(true);
    expect(await look()).toBe(4 * 19);
  });
});
