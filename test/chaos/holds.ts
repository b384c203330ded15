import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceName } from '#deploy/local/services.js';
import type { BuiltInSource } from '#libs/domain/observation.js';
import { forgeNewestBatch } from '#test/stack/forging.js';
import type { ChaosWorld } from './world.js';

/** A fault that lasts until it is ended. */
export interface Hold {
  readonly fault: string;
  /** Begins the fault; the result ends it. */
  readonly begin: () => Promise<() => Promise<void>>;
}

/** The lasting faults, one after the other. */
export function holds(world: ChaosWorld): readonly Hold[] {
  return [
    { fault: 'one of the two processes of a department is gone', begin: () => gone(world, 'delivery', 1) },
    { fault: 'both processes of a department are gone', begin: () => gone(world, 'survey', 2) },
    { fault: 'both processes of a department are frozen', begin: () => frozen(world, 'support') },
    { fault: "a department's PostgreSQL is down", begin: () => withoutPostgres(world, 'warehouse') },
    { fault: 'Kafka is down', begin: () => withoutKafka(world) },
    { fault: 'both processes of scoring are gone', begin: () => gone(world, 'scoring', 2) },
    { fault: "scoring's PostgreSQL is down", begin: () => withoutPostgres(world, 'scoring') },
    { fault: 'a copy of a department runs beside it', begin: () => copied(world, 'ordering') },
    { fault: 'two contents under one number of a department', begin: () => forged(world, 'delivery') },
    { fault: 'a department is restored from an older backup', begin: () => restored(world, 'warehouse') },
  ];
}

const processesOf = (world: ChaosWorld, name: ServiceName) => world.processes.filter(({ service }) => service === name);

async function gone(world: ChaosWorld, name: ServiceName, count: number) {
  const some = processesOf(world, name).slice(0, count);
  for (const one of some) one.hold();
  return async () => {
    for (const one of some) one.release();
  };
}

async function frozen(world: ChaosWorld, name: ServiceName) {
  const thaws = processesOf(world, name).map((one) => one.freezeUntilThawed());
  return async () => {
    for (const thaw of thaws) thaw();
  };
}

async function withoutPostgres(world: ChaosWorld, name: ServiceName) {
  const cluster = world.cluster(name);
  await cluster.crash();
  return () => cluster.start();
}

async function withoutKafka(world: ChaosWorld) {
  await world.killKafka();
  return () => world.startKafka();
}

async function copied(world: ChaosWorld, name: ServiceName) {
  const end = await world.fork(name);
  return async () => {
    await end();
    await world.cluster(name).bounce();
  };
}

/** Another batch is sealed under a known number. The fault ends as docs/runbook.md says: by a restart of the original. */
async function forged(world: ChaosWorld, source: BuiltInSource) {
  const cluster = world.cluster(source);
  await forgeNewestBatch({ source, databaseUrl: cluster.directUrl, brokers: world.brokers });
  return () => cluster.bounce();
}

async function restored(world: ChaosWorld, name: ServiceName) {
  const cluster = world.cluster(name);
  await cluster.backUpTo(world.backupFolder(name));
  await pause(5_000);
  await cluster.restoreFrom(world.backupFolder(name));
  return async () => undefined;
}
