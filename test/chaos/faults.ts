import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#deploy/local/services.js';
import type { Random } from '#test/simulation/random.js';
import type { ChaosWorld } from './world.js';

/** Something that happens to an installation. Resolves when it is over; what it did to the counts shows in the end. */
export interface Fault {
  readonly name: string;
  /** How often it happens, against the others. */
  readonly weight: number;
  readonly strike: (world: ChaosWorld, random: Random) => Promise<void>;
}

const some = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)] as T;
const service = (world: ChaosWorld, random: Random) => some(random, [...world.clusters.keys()]);
const process = (world: ChaosWorld, random: Random) => some(random, world.processes);

/** Longer than every timeout there is: statements 15 s, idle transactions and sessions of Kafka 30 s. */
const LONGER_THAN_ALL_MS = 35_000;

export const FAULTS: readonly Fault[] = [
  { name: 'kill -9 of a process', weight: 70, strike: async (world, random) => process(world, random).kill() },
  {
    name: 'kill -9 of a department and scoring at once',
    weight: 6,
    strike: async (world, random) => {
      for (const one of world.processes) if (one.service === 'scoring' || random.chance(0.2)) one.kill();
    },
  },
  {
    name: 'a process frozen for some seconds',
    weight: 8,
    strike: (world, random) => process(world, random).freeze(1_000 + random.below(4_000)),
  },
  {
    name: 'a process frozen longer than every timeout',
    weight: 0.7,
    strike: (world, random) => process(world, random).freeze(LONGER_THAN_ALL_MS),
  },
  {
    name: 'PostgreSQL crashes (immediate shutdown)',
    weight: 9,
    strike: (world, random) => world.cluster(service(world, random)).bounce(),
  },
  {
    name: 'connections to PostgreSQL cut',
    weight: 8,
    strike: async (world, random) => world.cluster(service(world, random)).proxy.cut(),
  },
  {
    name: 'connections to PostgreSQL slow',
    weight: 4,
    strike: async (world, random) => {
      const { proxy } = world.cluster(service(world, random));
      proxy.slow(20 + random.below(100));
      await pause(3_000);
      proxy.slow(0);
    },
  },
  {
    name: 'Kafka: broker kill -9',
    weight: 6,
    strike: async (world, random) => {
      await world.killKafka();
      await pause(random.below(3_000));
      await world.startKafka();
    },
  },
  {
    name: 'Kafka: broker frozen for some seconds',
    weight: 2,
    strike: async (world, random) => {
      world.freezeKafka(true);
      await pause(1_000 + random.below(5_000));
      world.freezeKafka(false);
    },
  },
  {
    name: 'Kafka: the end of its log is lost',
    weight: 1.5,
    strike: async (world, random) => {
      await world.killKafka();
      world.cutLogTails(random);
      await world.startKafka();
    },
  },
  {
    name: 'Kafka: all is lost',
    weight: 0.7,
    strike: async (world) => {
      await world.killKafka();
      world.emptyKafka();
      await world.startKafka();
    },
  },
  {
    name: 'a backup is taken',
    weight: 1.5,
    strike: (world, random) => backUp(world, service(world, random)),
  },
  {
    name: 'a department is restored from an older backup',
    weight: 1.2,
    strike: (world, random) => restore(world, some(random, ['ordering', 'warehouse', 'delivery', 'survey'] as const)),
  },
  {
    name: 'scoring is restored from an older backup, and Kafka is empty',
    weight: 0.6,
    strike: async (world) => {
      await world.killKafka();
      world.emptyKafka();
      await restore(world, 'scoring');
      await world.startKafka();
    },
  },
  {
    name: 'scoring and a department are restored from older backups',
    weight: 0.6,
    strike: async (world, random) => {
      const department = some(random, ['ordering', 'warehouse', 'delivery'] as const);
      await Promise.all([restore(world, 'scoring'), restore(world, department)]);
    },
  },
];

async function backUp(world: ChaosWorld, name: ServiceName): Promise<void> {
  await world.cluster(name).copyTo(world.backupFolder(name));
}

/** From the newest backup; the first of all is taken before anything was stored. */
async function restore(world: ChaosWorld, name: ServiceName): Promise<void> {
  const folder = world.backupFolder(name);
  if (!existsSync(folder)) return backUp(world, name);
  await world.cluster(name).restoreFrom(folder);
}
