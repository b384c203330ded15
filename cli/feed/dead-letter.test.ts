import { describe, expect, it } from 'vitest';
import type { GroupRecord } from '#libs/kafka/group-reader.js';
import type { KafkaClient, OutgoingRecord } from '#libs/kafka/kafka-client.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import { MemoryKafka } from '#test/doubles/memory-kafka.js';
import { appendDeadLetters, deadLetterOf, refusalOf } from './dead-letter.js';

const record: GroupRecord = {
  ...{ topic: 'shop.orders', partition: 3, offset: 17n, writtenAt: 0, key: Buffer.from('k') },
  ...{ value: Buffer.from('{'), headers: { trace: 'abc' } },
};
const letter = deadLetterOf(record, refusalOf('NOT_JSON', '', 'the value is not JSON in UTF-8'));
const quiet = { signal: new AbortController().signal, onRetry: () => {} };

/** A Kafka that answers the first appends with an error, and keeps what it took. */
function refusing(reasons: readonly ('RECORD_TOO_LARGE' | 'REPLICAS_MISSING')[]) {
  const taken: OutgoingRecord[] = [];
  const left = [...reasons];
  const kafka: KafkaClient = Object.assign(new MemoryKafka(), {
    append: async (_topic: string, _partition: number, records: readonly OutgoingRecord[]) => {
      const reason = left.shift();
      if (reason !== undefined) throw new TransportError(reason, 'test', undefined);
      taken.push(...records);
    },
  });
  return { kafka, taken };
}

describe('a dead letter', () => {
  it('has key, value and headers of the record, why it was refused and where it came from', () => {
    expect(letter).toEqual({
      key: record.key,
      value: record.value,
      headers: {
        trace: 'abc',
        'cx-reason': 'NOT_JSON',
        'cx-field': '',
        'cx-message': 'the value is not JSON in UTF-8. Correct the producer, and send the record again.',
        'cx-topic': 'shop.orders',
        'cx-partition': '3',
        'cx-offset': '17',
      },
    });
  });

  it('has a message of at most 2,000 characters', () => {
    const long = deadLetterOf(record, { reason: 'MAP_REFUSED', field: '', message: 'x'.repeat(9_999) });
    expect(long.headers?.['cx-message']).toHaveLength(2_000);
  });

  it('waits while Kafka does not take it', async () => {
    const { kafka, taken } = refusing(['REPLICAS_MISSING']);
    const waits: number[] = [];
    await appendDeadLetters(kafka, 'dead', [letter], { ...quiet, onRetry: (_, ms) => waits.push(ms) });
    expect([taken, waits]).toEqual([[letter], [500]]);
  });

  it('that is too large for its topic goes without its value, and the others whole', async () => {
    const { kafka, taken } = refusing(['RECORD_TOO_LARGE', 'RECORD_TOO_LARGE']);
    await appendDeadLetters(kafka, 'dead', [letter, letter], quiet);
    expect(taken.map(({ value }) => value)).toEqual([null, record.value]);
    expect(taken[0]?.headers?.['cx-message']).toContain('was left out');
  });
});
