import type { Admin, AdminConfig, Kafka } from 'kafkajs';
import type { TransportReason } from '#libs/domain/transport-fault.js';
import type { TopicSpec } from './kafka-client.js';
import { transportErrorOf } from './reason-of.js';
import { TransportError } from './transport-error.js';

/**
 * Creates the topics that are missing, and adds partitions to topics that have fewer. Kafka itself creates none where
 * auto.create.topics.enable is off, so they are created by name.
 *
 * @returns whether partitions were added, which producers that are connected do not notice for minutes
 * @throws {TransportError} NOT_AUTHORIZED for topics that this process may not even see, TOPIC_MISSING or PARTITIONS_MISSING when Kafka
 *                          refuses, or an error of kafkajs
 */
export async function ensureKafkajsTopics(kafka: Kafka, topics: readonly TopicSpec[]): Promise<boolean> {
  return withAdmin(kafka, async (admin) => {
    const there = new Set(await admin.listTopics());
    await create(
      { kafka, admin },
      topics.filter(({ topic }) => !there.has(topic)),
    );
    const known = topics.filter(({ topic }) => there.has(topic));
    if (known.length === 0) return false;
    const metadata = await admin.fetchTopicMetadata({ topics: known.map(({ topic }) => topic) });
    const sizes = new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
    const small = known.filter(({ topic, partitions }) => (sizes.get(topic) ?? partitions) < partitions);
    if (small.length > 0) await grow(admin, small);
    return small.length > 0;
  });
}

/** Does something with a connection of its own. */
export async function withAdmin<T>(
  kafka: Kafka,
  work: (admin: Admin) => Promise<T>,
  settings?: AdminConfig,
): Promise<T> {
  const admin = kafka.admin(settings);
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

async function create(
  { kafka, admin }: { readonly kafka: Kafka; readonly admin: Admin },
  missing: readonly TopicSpec[],
): Promise<void> {
  if (missing.length === 0) return;
  const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
  const asked = missing.map(({ topic, partitions, compacted = false }) => ({
    topic,
    numPartitions: partitions,
    configEntries: compacted ? configEntries : [],
  }));
  const created = admin.createTopics({ topics: asked, waitForLeaders: true });
  await created.catch(async (error: unknown) => {
    const isHidden = transportErrorOf(error).reason === 'NOT_AUTHORIZED' && (await mayNotSee(kafka, missing));
    refuse(isHidden ? 'NOT_AUTHORIZED' : 'TOPIC_MISSING', missing, error);
  });
}

/**
 * A topic that this process may not see looks like one that is missing, until it is asked for by name. kafkajs would ask for a topic
 * that is missing again and again.
 */
async function mayNotSee(kafka: Kafka, topics: readonly TopicSpec[]): Promise<boolean> {
  const names = topics.map(({ topic }) => topic);
  const once = { retry: { retries: 0 } };
  return withAdmin(kafka, (admin) => admin.fetchTopicMetadata({ topics: names }), once).then(
    () => false,
    (error: unknown) => transportErrorOf(error).reason === 'NOT_AUTHORIZED',
  );
}

async function grow(admin: Admin, small: readonly TopicSpec[]): Promise<void> {
  const topicPartitions = small.map(({ topic, partitions }) => ({ topic, count: partitions }));
  const grown = admin.createPartitions({ topicPartitions });
  await grown.catch((error: unknown) => refuse('PARTITIONS_MISSING', small, error));
}

/** Reasons that are not a refusal: they say themselves what is wrong. */
const OWN_REASONS: readonly TransportReason[] = ['BROKER_UNREACHABLE', 'REPLICAS_MISSING', 'UNKNOWN'];

function refuse(reason: TransportReason, topics: readonly TopicSpec[], error: unknown): never {
  const found = transportErrorOf(error);
  if (OWN_REASONS.includes(found.reason)) throw found;
  const names = topics.map(({ topic, partitions }) => `${topic} with ${partitions} partitions`).join(', ');
  throw new TransportError(reason, `${names}: ${found.detail}`, error);
}
