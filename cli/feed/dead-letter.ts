import { setTimeout as pause } from 'node:timers/promises';
import { DEAD_LETTER_REASONS, type DeadLetterReason } from '#libs/domain/dead-letter.js';
import type { Reason } from '#libs/domain/error.js';
import type { GroupRecord } from '#libs/kafka/group-reader.js';
import type { KafkaClient, OutgoingRecord } from '#libs/kafka/kafka-client.js';
import { TransportError } from '#libs/kafka/transport-error.js';

/** Why a record became no facts, or not all that it should. */
export interface Refusal {
  /** One of ours, or the reason of the department that refused a fact of the record. */
  readonly reason: DeadLetterReason | Reason | string;
  /** The columns of the map, or the field of the fact; empty when it is about the whole record. */
  readonly field: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** More is cut off: brokers limit the size of a record with its headers. */
const LONGEST_MESSAGE = 2_000;
const LONGEST_FIELD = 200;

/** The headers that say why a record is a dead letter and where it came from. A dead letter keeps its own headers beside them. */
export const HEADERS = {
  reason: 'cx-reason',
  field: 'cx-field',
  message: 'cx-message',
  topic: 'cx-topic',
  partition: 'cx-partition',
  offset: 'cx-offset',
} as const;

/** The record as it goes to the dead-letter topic: its own key, value and headers, and why it was refused. */
export function deadLetterOf(record: GroupRecord, { reason, field, message }: Refusal): OutgoingRecord {
  return {
    key: record.key ?? null,
    value: record.value ?? null,
    headers: {
      ...record.headers,
      [HEADERS.reason]: reason,
      [HEADERS.field]: field.slice(0, LONGEST_FIELD),
      [HEADERS.message]: message.slice(0, LONGEST_MESSAGE),
      [HEADERS.topic]: record.topic,
      [HEADERS.partition]: String(record.partition),
      [HEADERS.offset]: String(record.offset),
    },
  };
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Appends dead letters, and waits as long as it takes while Kafka does not take them.
 *
 * @throws the reason of the signal when it is aborted during a wait
 */
export async function appendDeadLetters(
  kafka: KafkaClient,
  topic: string,
  letters: readonly OutgoingRecord[],
  { signal, onRetry }: { readonly signal: AbortSignal; readonly onRetry: (error: unknown, waitMs: number) => void },
): Promise<void> {
  if (letters.length === 0) return;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs)) {
    try {
      return await kafka.append(topic, 0, letters);
    } catch (error) {
      if (error instanceof TransportError && error.reason === 'RECORD_TOO_LARGE')
        return await oneByOne(kafka, topic, letters);
      onRetry(error, waitMs);
      await pause(waitMs, undefined, { signal });
    }
  }
}

/** One of them is too large for the topic. Some may then be appended twice; topic, partition and offset tell them apart. */
async function oneByOne(kafka: KafkaClient, topic: string, letters: readonly OutgoingRecord[]): Promise<void> {
  for (const letter of letters) {
    await kafka.append(topic, 0, [letter]).catch(async (error: unknown) => {
      if (!(error instanceof TransportError && error.reason === 'RECORD_TOO_LARGE')) throw error;
      await kafka.append(topic, 0, [withoutValue(letter)]);
    });
  }
}

/** The same without its value, for a topic that takes only smaller records. Topic, partition and offset say where the value is. */
function withoutValue(letter: OutgoingRecord): OutgoingRecord {
  const message = `${letter.headers?.[HEADERS.message] ?? ''} ${LEFT_OUT}`;
  return { ...letter, value: null, headers: { ...letter.headers, [HEADERS.message]: message } };
}

const LEFT_OUT = '(The value is too large for this topic and was left out.)';

/** A refusal with a reason of our own. */
export function refusalOf(reason: DeadLetterReason, field = '', detail = ''): Refusal {
  const { says, cure } = DEAD_LETTER_REASONS[reason];
  return { reason, field, message: detail === '' ? `${says} ${cure}` : `${detail}. ${cure}` };
}
