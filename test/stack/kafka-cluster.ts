import { join } from 'node:path';
import { type LocalKafka, startKafka } from '#deploy/local/kafka.js';
import { freePort } from '#deploy/local/ports.js';

/** Three real brokers on one machine, each of them a controller too. Every topic has three replicas, two of which must be in sync. */
export interface KafkaCluster {
  /** "127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094" */
  readonly brokers: string;
  readonly nodes: readonly LocalKafka[];
  stop(): Promise<void>;
}

/** Starts three brokers that keep their files below one folder. */
export async function startKafkaCluster(folder: string): Promise<KafkaCluster> {
  const ports: { readonly broker: number; readonly controller: number }[] = [];
  for (let node = 1; node <= 3; node++) ports.push({ broker: await freePort(), controller: await freePort() });
  const voters = ports.map(({ controller }, place) => `${place + 1}@127.0.0.1:${controller}`).join(',');
  // All at once: two of the three must be there before any of them answers.
  const nodes = await Promise.all(
    ports.map(({ broker, controller }, place) =>
      startKafka({
        dataDir: join(folder, `node-${place + 1}`),
        port: broker,
        settings: {
          ...REPLICATED,
          'node.id': String(place + 1),
          'controller.quorum.voters': voters,
          listeners: `PLAINTEXT://127.0.0.1:${broker},CONTROLLER://127.0.0.1:${controller}`,
        },
      }),
    ),
  );
  return {
    brokers: nodes.map(({ brokers }) => brokers).join(','),
    nodes,
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

const REPLICATED = {
  'default.replication.factor': '3',
  'min.insync.replicas': '2',
  'offsets.topic.replication.factor': '3',
  'transaction.state.log.replication.factor': '3',
  'broker.session.timeout.ms': '3000', // a dead broker is noticed after three seconds instead of nine
  'broker.heartbeat.interval.ms': '500',
  'controller.quorum.election.timeout.ms': '1000',
  'controller.quorum.fetch.timeout.ms': '2000',
} as const;
