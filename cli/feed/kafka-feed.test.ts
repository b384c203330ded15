import { describe, expect, it } from 'vitest';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import type { Source } from '#libs/domain/source.js';
import type { GroupRecord } from '#libs/kafka/group-reader.js';
import type { OutgoingRecord } from '#libs/kafka/kafka-client.js';
import { readMap } from '#libs/maps/read-map.js';
import { createMetrics, FEED } from '#libs/metrics/metrics.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { addressesFrom } from '../addresses.js';
import { FeedWatch } from './feed-watch.js';
import { KafkaFeed } from './kafka-feed.js';

const MAP = `
map: shop
tables: {orders: {columns: {order: id, at: {column: at, type: instant}}}}
facts: [{fact: ordering.canceled, fact_id: "{order}", order_id: "{order}", happened_at: "{at}"}]
`;
const read = readMap(MAP);
if (read.kind !== 'map') throw new Error(JSON.stringify(read.findings));
const [table] = read.map.tables.values();

const recordOf = (value: string, place: number): GroupRecord => ({
  ...{ topic: 'shop', partition: 0, offset: BigInt(place), key: undefined, writtenAt: 1_000, headers: {} },
  value: Buffer.from(value),
});

const CALLERS = { ordering: 'shop', warehouse: 'shop', delivery: 'shop', support: 'shop', survey: 'shop' };

/** A feed that reaches no department, and what it appends. */
function feedOf(append: (records: readonly OutgoingRecord[]) => Promise<void>) {
  if (table === undefined) throw new Error('the map has no table');
  const metrics = createMetrics(FEED, { withProcess: false });
  const watch = new FeedWatch(metrics, () => {});
  const kafka = Object.assign(new MemoryKafka(), {
    append: (_topic: string, _partition: number, records: readonly OutgoingRecord[]) => append(records),
  });
  const feed = new KafkaFeed({
    ...{ table, kafka, watch, ids: 'map', deadLetters: 'dead', callers: CALLERS },
    ...{ origin: Origin.ORIGIN_REPORTED, addresses: addressesFrom(1) },
  });
  return { feed, watch, metrics };
}

describe('a feed from a topic', () => {
  const refused = ['{', '{"id": "1", "at": "soon"}', '[]'].map(recordOf);

  it('keeps each record that becomes no facts as a dead letter, and counts it', async () => {
    const letters: OutgoingRecord[] = [];
    const { feed, watch, metrics } = feedOf(async (records) => void letters.push(...records));
    await feed.take(refused, new AbortController().signal);
    expect(letters.map(({ headers }) => [headers?.['cx-offset'], headers?.['cx-reason']])).toEqual([
      ['0', 'NOT_JSON'],
      ['1', 'MAP_REFUSED'],
      ['2', 'NOT_JSON'],
    ]);
    expect(watch.counts).toMatchObject({ records: 3, facts: 0, deadLetters: 3 });
    const { text } = await metrics.exposition();
    expect(text).toContain('cx_feed_dead_letters_total{reason="NOT_JSON"} 2');
  });

  it('has not taken records whose dead letters Kafka does not take', async () => {
    const stopping = new AbortController();
    const { feed, watch } = feedOf(async () => {
      stopping.abort();
      throw new Error('Kafka is away');
    });
    await expect(feed.take(refused, stopping.signal)).rejects.toThrow('aborted');
    expect([watch.counts.records, watch.readiness()]).toEqual([0, { ok: false, reasons: ['kafka: Kafka is away'] }]);
  });

  it('counts by departments of the company that it reports to, and by no others', async () => {
    const metrics = createMetrics(FEED, { withProcess: false });
    const product = 'product' as Source;
    const watch = new FeedWatch(metrics, () => {}, ['ordering', product]);
    watch.retried(product, new Error('away'), 0);
    const { text } = await metrics.exposition();
    expect(text).toContain('cx_feed_facts_total{department="product",result="recorded"} 0');
    expect(text).toContain('cx_feed_retries_total{from="product"} 1');
    expect(() => watch.retried('it' as Source, new Error('away'), 0)).toThrow('has no from "it"');
  });
});
