import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#deploy/local/services.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import type { Random } from '#test/simulation/random.js';
import type { ChaosWorld } from './world.js';

/** A fault of an installation. It resolves when the fault is over; the checks at the end show its effect on the counts. */
export interface Fault {
  readonly name: string;
  /** How often it happens for each thousand kills of a process. */
  readonly perThousandKills: number;
  /** There is one broker, so only one fault of it at a time. */
  readonly onKafka?: boolean;
  readonly strike: (world: ChaosWorld, random: Random) => Promise<void>;
}

const service = (world: ChaosWorld, random: Random) => random.oneOf([...world.clusters.keys()]);
/** A process that is not frozen. It will resume and find that others continued without it. */
const process = (world: ChaosWorld, random: Random) => {
  const awake = world.processes.filter(({ isFrozen }) => !isFrozen);
  return random.oneOf(awake.length > 0 ? awake : world.processes);
};

/** Longer than every timeout: statements 15 s, idle transactions and Kafka sessions 30 s. */
const LONGER_THAN_ALL_MS = 35_000;

export const FAULTS: readonly Fault[] = [
  {
    name: 'kill -9 of a process',
    perThousandKills: 1000,
    strike: async (world, random) => process(world, random).kill(),
  },
  {
    name: 'kill -9 of a department and scoring at once',
    perThousandKills: 40,
    strike: async (world, random) => {
      for (const one of world.processes)
        if (!one.isFrozen && (one.service === 'scoring' || random.chance(0.2))) one.kill();
    },
  },
  {
    name: 'kill -9 of scoring and a department while a document travels',
    perThousandKills: 20,
    strike: async (world, random) => {
      await world.publishNext();
      const department = random.oneOf(BUILT_IN_SOURCES);
      await pause(random.below(400)); // it is sealed within 200 ms
      for (const one of world.processes)
        if (!one.isFrozen && (one.service === 'scoring' || one.service === department)) one.kill();
    },
  },
  {
    name: 'a process frozen for some seconds',
    perThousandKills: 180,
    strike: (world, random) => process(world, random).freeze(1_000 + random.below(4_000)),
  },
  {
    name: 'a process frozen longer than every timeout',
    perThousandKills: 25,
    strike: (world, random) => process(world, random).freeze(LONGER_THAN_ALL_MS),
  },
  {
    name: 'PostgreSQL crashes (immediate shutdown)',
    perThousandKills: 100,
    strike: (world, random) => {
      const cluster = world.cluster(service(world, random));
      return cluster.alone(() => cluster.bounce());
    },
  },
  {
    name: 'connections to PostgreSQL cut',
    perThousandKills: 80,
    strike: async (world, random) => world.cluster(service(world, random)).proxy.cut(),
  },
  {
    name: 'connections to PostgreSQL slow',
    perThousandKills: 40,
    strike: async (world, random) => {
      const { proxy } = world.cluster(service(world, random));
      proxy.slow(20 + random.below(100));
      await pause(3_000);
      proxy.slow(0);
    },
  },
  {
    name: 'Kafka: broker kill -9',
    perThousandKills: 90,
    onKafka: true,
    strike: async (world, random) => {
      await world.killKafka();
      await pause(random.below(3_000));
      await world.startKafka();
    },
  },
  {
    name: 'Kafka: broker frozen for some seconds',
    perThousandKills: 30,
    onKafka: true,
    strike: async (world, random) => {
      world.freezeKafka(true);
      await pause(1_000 + random.below(5_000));
      world.freezeKafka(false);
    },
  },
  {
    name: 'Kafka: the end of its log is lost',
    perThousandKills: 15,
    onKafka: true,
    strike: async (world, random) => {
      await world.killKafka();
      world.cutLogTails(random);
      await world.startKafka();
    },
  },
  {
    name: 'Kafka: all is lost',
    perThousandKills: 8,
    onKafka: true,
    strike: async (world) => {
      await world.killKafka();
      world.emptyKafka();
      await world.startKafka();
    },
  },
  {
    name: 'a backup is taken',
    perThousandKills: 20,
    strike: (world, random) => {
      const name = service(world, random);
      return world.cluster(name).alone(() => backUp(world, name));
    },
  },
  {
    name: 'a department is restored from an older backup',
    perThousandKills: 12,
    strike: (world, random) => restore(world, random.oneOf(['ordering', 'warehouse', 'delivery', 'survey'] as const)),
  },
  {
    name: 'a department is lost with all its backups',
    perThousandKills: 4,
    strike: (world, random) => {
      const department = random.oneOf(BUILT_IN_SOURCES);
      return world.cluster(department).alone(() => world.lose(department));
    },
  },
  {
    name: 'scoring is restored from an older backup, and Kafka is empty',
    perThousandKills: 6,
    onKafka: true,
    strike: async (world) => {
      await world.killKafka();
      world.emptyKafka();
      await restore(world, 'scoring');
      await world.startKafka();
    },
  },
  {
    name: 'scoring and a department are restored from older backups',
    perThousandKills: 6,
    strike: async (world, random) => {
      const department = random.oneOf(['ordering', 'warehouse', 'delivery'] as const);
      await Promise.all([restore(world, 'scoring'), restore(world, department)]);
    },
  },
  {
    name: 'a copy of a department wakes up beside it (fork)',
    perThousandKills: 8,
    strike: async (world, random) => {
      const department = random.oneOf(['ordering', 'warehouse', 'delivery', 'survey'] as const);
      await world.cluster(department).alone(async () => {
        const end = await world.fork(department);
        await pause(4_000 + random.below(6_000));
        await end();
        await world.cluster(department).bounce();
      });
    },
  },
];

function backUp(world: ChaosWorld, name: ServiceName): Promise<void> {
  return world.cluster(name).backUpTo(world.backupFolder(name));
}

/** Restores the newest backup. If there is none yet, takes one and lets some time pass first. */
function restore(world: ChaosWorld, name: ServiceName): Promise<void> {
  const cluster = world.cluster(name);
  return cluster.alone(async () => {
    if (cluster.backedUpAt === undefined) {
      await backUp(world, name);
      await pause(3_000);
    }
    const since = cluster.backedUpAt ?? 0;
    await cluster.restoreFrom(world.backupFolder(name));
    world.forgotten.push({ name, since, until: Date.now() });
  });
}
