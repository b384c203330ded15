import type { Following, FollowOptions, KafkaClient } from '#libs/kafka/kafka-client.js';
import type { Subscription } from '../reader/receive.js';
import type { BatchSink } from './batch-sink.js';
import { supplyFromKafka } from './kafka-supply.js';

/** Reads shards from Kafka, and other shards when more are subscribed while it reads. */
export interface KafkaReading extends Following {
  /** Reads all of these from now on, and no other. One consumer reads them, so there is one fault of reading at a time. */
  read(subscriptions: readonly Subscription[]): Promise<void>;
}

/** Nothing is read before the first call of `read`. */
export function readFromKafka(
  kafka: KafkaClient,
  receiver: BatchSink,
  onFault: NonNullable<FollowOptions['onFault']>,
): KafkaReading {
  let following: Following | undefined;
  const close = async () => {
    const before = following;
    following = undefined;
    await before?.close();
  };
  return {
    close,
    read: async (subscriptions) => {
      await close();
      following = await supplyFromKafka(kafka, receiver, subscriptions, onFault);
    },
  };
}
