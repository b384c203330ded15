import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';

const RETRY_MS = 500;

export interface Consuming {
  /** Ends it. */
  readonly signal: AbortSignal;
  readonly newConsumer: () => Consumer;
  /** Resolves when nothing more is to be read, rejects with the error that ended the consumer. */
  readonly consume: (consumer: Consumer) => Promise<void>;
  /** Called with each error, before the next attempt. */
  readonly onFailure: (error: unknown) => Promise<void>;
}

/** One consumer after the other, each until it fails, until the signal is aborted. */
export async function keepConsuming({ signal, newConsumer, consume, onFailure }: Consuming): Promise<void> {
  while (!signal.aborted) {
    const consumer = newConsumer();
    try {
      await consume(consumer);
    } catch (error) {
      await onFailure(error);
    }
    await consumer.disconnect().catch(() => undefined);
    await beforeRetry(signal);
  }
}

/** Half a second, or until the signal is aborted. */
export async function beforeRetry(signal: AbortSignal): Promise<void> {
  await pause(RETRY_MS, undefined, { signal }).catch(() => undefined);
}

/** Rejects with the error that ends a consumer. STOP is not listened to: before a crash, kafkajs stops the consumer, and only CRASH has the error. */
export function crashOf(consumer: Consumer): Promise<never> {
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  });
  crashed.catch(() => undefined);
  return crashed;
}
