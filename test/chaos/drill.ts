import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { READER } from '#deploy/local/local-identity.js';
import { freePort } from '#deploy/local/ports.js';
import { findPrometheus, startPrometheus } from '#deploy/local/prometheus.js';
import { BUILT_IN_SOURCES, type BuiltInSource } from '#libs/domain/observation.js';
import { THROUGH } from '#test/e2e/real-orders.js';
import { alertsOf, firingOn } from '#test/stack/alerts.js';
import { type Hold, holds } from './holds.js';
import { type Slice, untilTaken } from './load.js';
import { QUICKER, quickerRules } from './quicker-rules.js';
import type { ChaosWorld } from './world.js';

/** The time after which a fault counts as one without an alert: the waits of the slowest rule and a third more. */
const NO_ALERT_AFTER_MS = 160_000;
const CLEAR_WITHIN_MS = 240_000;

/** The alerts that one fault caused; milliseconds. */
export interface Seen {
  readonly fault: string;
  readonly alerts: readonly {
    readonly name: string;
    readonly after: number;
    readonly clearedAfter: number | undefined;
  }[];
  readonly heldMs: number;
}

/**
 * Causes one lasting fault after the other until its alert fires on a real Prometheus, then ends it and waits until the alert is
 * resolved. Meanwhile every department gets some facts now and then, and at the end all of them.
 */
export async function drill(world: ChaosWorld, slices: readonly Slice[], onSeen: (seen: Seen) => void) {
  const watch = await Watch.start(world);
  const sender = new SteadySender(world, slices);
  try {
    await watch.untilQuiet(CLEAR_WITHIN_MS);
    for (const hold of holds(world)) onSeen(await drillOne(watch, hold));
  } finally {
    await sender.stop();
    await watch.stop();
  }
  await untilTaken(
    world.replicas,
    slices.flatMap(({ facts }) => facts),
    THROUGH,
  );
}

/** Enough facts for a batch of every department in a tenth of the rules' silence, for longer than the drill lasts. */
const SEND_EVERY_MS = 3_000;

/** Sends to the departments independently, so that the silence of one does not silence the others. */
class SteadySender {
  #isOver = false;
  readonly #running: Promise<unknown>;

  constructor(
    private readonly world: ChaosWorld,
    private readonly slices: readonly Slice[],
  ) {
    this.#running = Promise.all(BUILT_IN_SOURCES.map((source) => this.#send(source)));
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #send(source: BuiltInSource): Promise<void> {
    for (const { facts, completeThrough } of this.slices) {
      if (this.#isOver) return;
      const own = facts.filter(({ to }) => to === source);
      if (own.length === 0) continue;
      await untilTaken(this.world.replicas, own, completeThrough);
      await pause(SEND_EVERY_MS);
    }
  }
}

async function drillOne(watch: Watch, { fault, begin }: Hold): Promise<Seen> {
  const began = Date.now();
  const end = await begin();
  const fired = new Map<string, number>();
  while (fired.size === 0 && Date.now() - began < NO_ALERT_AFTER_MS) {
    for (const name of await watch.firing()) fired.set(name, Date.now() - began);
    await pause(250);
  }
  await end();
  const ended = Date.now();
  const cleared = new Map<string, number>();
  while (cleared.size < fired.size && Date.now() - ended < CLEAR_WITHIN_MS) {
    const now = await watch.firing();
    for (const name of now) if (!fired.has(name)) fired.set(name, Date.now() - began);
    for (const name of fired.keys()) {
      if (now.includes(name)) cleared.delete(name);
      else if (!cleared.has(name)) cleared.set(name, Date.now() - ended);
    }
    await pause(250);
  }
  await watch.untilQuiet(CLEAR_WITHIN_MS);
  const alerts = [...fired].map(([name, after]) => ({ name, after, clearedAfter: cleared.get(name) }));
  return { fault, alerts, heldMs: ended - began };
}

/** A Prometheus that scrapes all processes, with our rules in a tenth of the time. */
class Watch {
  private constructor(
    private readonly prometheus: Awaited<ReturnType<typeof startPrometheus>>,
    private readonly dataDir: string,
  ) {}

  static async start(world: ChaosWorld): Promise<Watch> {
    const found = await findPrometheus();
    if ('reason' in found) throw new Error(`no drill without a Prometheus: ${found.reason}`);
    const dataDir = mkdtempSync(join(tmpdir(), 'cx-drill-'));
    const rules = quickerRules().map(({ file, text }) => {
      writeFileSync(join(dataDir, file), text);
      return join(dataDir, file);
    });
    const targets = world.processes.map(({ name, metricsUrl }) => [name, new URL(metricsUrl).host] as const);
    const prometheus = await startPrometheus({
      ...{ binary: found.prometheus, port: await freePort(), dataDir, rules },
      ...{ targets: Object.fromEntries(targets), tls: world.identity.files(READER), scrapeSeconds: 1 },
    });
    return new Watch(prometheus, dataDir);
  }

  async firing(): Promise<readonly string[]> {
    return firingOn(this.prometheus);
  }

  /** Waits until no alert fires or is pending. */
  async untilQuiet(withinMs: number): Promise<void> {
    for (const began = Date.now(); Date.now() - began < withinMs; await pause(500)) {
      if ((await alertsOf(this.prometheus)).length === 0) return;
    }
    throw new Error('an alert kept firing long after its cause had ended');
  }

  async stop(): Promise<void> {
    await this.prometheus.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** "Kafka is down: no alert in 160 s" */
export function inOneLine({ fault, alerts, heldMs }: Seen): string {
  const called = alerts.map(
    ({ name, after, clearedAfter }) =>
      `${name} after ${inSeconds(after)} s, resolved after ${inSeconds(clearedAfter)} s`,
  );
  return `${fault}: ${called.join('; ') || `no alert in ${inSeconds(heldMs)} s`}`;
}

function inSeconds(ms: number | undefined): string {
  return ms === undefined ? 'never' : (ms / 1_000).toFixed(0);
}

/** The alerts of all faults, in Markdown. */
export function drillReport(seen: readonly Seen[], commit: string): string {
  const rows = seen.flatMap(({ fault, alerts, heldMs }) =>
    alerts.length === 0
      ? [`| ${fault} | none in ${inSeconds(heldMs)} s | | |`]
      : alerts.map(
          ({ name, after, clearedAfter }) =>
            `| ${fault} | \`${name}\` | ${inSeconds(after)} | ${inSeconds(clearedAfter)} |`,
        ),
  );
  return [
    `Commit ${commit}, every wait of the rules divided by ${QUICKER}, scraped every second.`,
    '',
    '| fault, until an alert fires | alert | fires after, s | resolved after, s |',
    '| --- | --- | --: | --: |',
    ...rows,
    '',
  ].join('\n');
}
