import { setTimeout as pause } from 'node:timers/promises';
import type { Source } from '#libs/domain/source.js';
import type { GroupPosition } from '#libs/kafka/group-reader.js';
import type { KafkajsClientOptions } from '#libs/kafka/kafkajs-client.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { groupPositions, readAsGroup } from '#libs/kafka/kafkajs-group.js';
import { TransportError } from '#libs/kafka/transport-error.js';
import { createMetrics, FEED } from '#libs/metrics/metrics.js';
import { startMetricsServer } from '#libs/metrics/server.js';
import { every } from '#libs/runtime/every.js';
import { grouped } from '../format.js';
import type { FeedCounts } from './feed-watch.js';
import { FeedWatch } from './feed-watch.js';
import { KafkaFeed, type KafkaFeedOptions } from './kafka-feed.js';
import type { MetricsPlace } from './metrics-place.js';

export interface RunOptions extends Omit<KafkaFeedOptions, 'kafka' | 'watch'> {
  readonly connection: KafkajsClientOptions;
  readonly topic: string;
  readonly group: string;
  readonly untilEnd: boolean;
  /** Where /metrics, /livez and /readyz answer; undefined: nowhere. */
  readonly metricsAt: MetricsPlace | undefined;
  /** A line for people. */
  readonly say: (line: string) => void;
  /** Aborted when the caller wants to stop. */
  readonly stop: AbortSignal;
}

/** How soon a certificate that was replaced is in use. */
const CERTIFICATES_MS = 5_000;
const LOADING_PAUSE_MS = 2_000;
/** Records a department takes in one transaction, more or less. */
const PORTION = 1_000;

/**
 * Feeds the departments from a topic until it is stopped or, when that was asked for, has reached the end.
 *
 * @throws {TransportError} when Kafka cannot be used at the start, and the error of a department that no waiting cures
 */
export async function runKafkaFeed(options: RunOptions): Promise<FeedCounts> {
  const { connection, topic, group, untilEnd, deadLetters, callers, metricsAt, say, stop } = options;
  const metrics = createMetrics(FEED);
  const watch = new FeedWatch(metrics, say, Object.keys(callers) as Source[]);
  for (const line of startWords(await positionsOnceLoaded(options), topic, group)) say(line);
  const kafka = kafkajsClient(connection);
  const feed = new KafkaFeed({ ...options, kafka, watch });
  const ready = () => watch.readiness();
  const server = metricsAt === undefined ? undefined : await startMetricsServer({ ...metricsAt, metrics, ready });
  const certificates = every(CERTIFICATES_MS, async () => metricsAt?.poll(), {
    onError: (error) => say(String(error)),
  });
  if (server !== undefined) say(`Metrics answer at port ${server.port}: /metrics /livez /readyz`);
  try {
    await kafka.ensureTopics([{ topic: deadLetters, partitions: 1 }]);
    const reader = readAsGroup(connection, {
      ...{ topic, group, portion: PORTION, untilEnd },
      onRecords: (records, signal) => feed.take(records, signal),
      onCommitted: (partition, behind) => watch.committed(partition, behind),
      onFault: (fault) => watch.fault(fault),
    });
    const onStop = () => void reader.close();
    stop.addEventListener('abort', onStop, { once: true });
    if (stop.aborted) onStop();
    await reader.ended;
    return watch.counts;
  } finally {
    feed.close();
    await kafka.close();
    await certificates.stop();
    await server?.close();
  }
}

/** A broker that has just started loads its consumer groups for a while. That passes; what else is wrong is said at once. */
async function positionsOnceLoaded({ connection, topic, group, say, stop }: RunOptions) {
  for (;;) {
    try {
      return await groupPositions(connection, topic, group);
    } catch (error) {
      const passes = error instanceof TransportError && error.reason === 'COORDINATOR_MISSING' && !stop.aborted;
      if (!passes) throw error;
      say(`${error.message} The feed waits for it.`);
      await pause(LOADING_PAUSE_MS, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}

function startWords(positions: readonly GroupPosition[], topic: string, group: string): string[] {
  const waiting = positions.reduce((sum, { low, high, committed }) => sum + (high - (committed ?? low)), 0n);
  const removed = positions.reduce(
    (sum, { low, committed = low }) => sum + (committed < low ? low - committed : 0n),
    0n,
  );
  return [
    `${topic}: ${positions.length} partitions, ${grouped(Number(waiting))} records that the group ${group} has not taken`,
    ...(removed === 0n
      ? []
      : [
          `${grouped(Number(removed))} records were removed by the retention of the topic before this group took them.`,
        ]),
  ];
}
