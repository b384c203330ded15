import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DepartmentStream } from '#cli/import/department-stream.js';
import { openRows } from '#cli/import/files/read-rows.js';
import { mappedRows } from '#cli/import/mapped/map-rows.js';
import { messageOf } from '#cli/import/mapped/messages.js';
import { openMap } from '#cli/import/mapped/open-map.js';
import { prepare } from '#cli/import/mapped/prepare.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { FEEDS } from '#test/real-orders/feeds.js';
import { connectionTo, cxEnv } from '#test/stack/connection-to.js';
import { runCx } from '#test/stack/run-cx.js';
import { cpuOf, Meter } from './meter.js';
import { MAP, writeOrders } from './orders-file.js';
import { type BenchServices, startBenchServices } from './services.js';
import { type BenchWorld, startBenchWorld } from './world.js';

/** Facts that were sent to a real department, and what that took. */
interface Sent {
  readonly facts: number;
  readonly seconds: number;
  /** CPU seconds of the client, the department and PostgreSQL. */
  readonly cpu: readonly [client: number, department: number, postgres: number];
  /** The most memory that the client had; of a process of its own only. */
  readonly peakMib?: number;
}

/** Facts that a row makes. */
const FACTS = 2;

/**
 * Measures `cx import csv` against what the department takes when the facts are made beforehand, in one run: pre-made facts, a
 * file with a tenth of the rows, the file of all, pre-made facts again. On a machine whose cores are all busy the rate follows
 * from the CPU time, which other programs do not change, so the shares are given by both.
 */
export async function measureImport(rows: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'cx-bench-import-'));
  const world = await startBenchWorld();
  const services = await startBenchServices(world, '');
  const run = new ImportRun(world, services, home);
  try {
    await runCx(['--help']); // builds the bundle
    console.log(`\n## ${rows} rows by a map, to a department that judges; load of the machine before: ${load()}\n`);
    console.log(
      '| what | facts | seconds | facts/s | CPU us a fact: client, department, PostgreSQL | most memory, MiB |',
    );
    console.log('| --- | --: | --: | --: | --: | --: |');
    await run.preMade(rows / 10, 0, 'warm-up, not counted');
    const before = await run.preMade(rows / 10, 1);
    const small = await run.imported(rows / 10, 2);
    const large = await run.imported(rows, 3);
    const after = await run.preMade(rows / 10, 4);
    const share = (of: (sent: Sent) => number) => ((100 * (of(before) + of(after))) / 2 / of(large)).toFixed(0);
    const [byClock, byCpu] = [share(({ seconds, facts }) => seconds / facts), share(cpuOfFact)];
    console.log(
      `\nOf what the department takes the import reaches ${byClock} % by the clock, ${byCpu} % by CPU time; target: 80 %.`,
    );
    const memory = (large.peakMib ?? 0) / (small.peakMib ?? 0);
    console.log(`Its memory with ten times the rows: ${memory.toFixed(2)} times. Load after: ${load()}.`);
  } finally {
    await services.stop();
    await world.stop();
    rmSync(home, { recursive: true });
  }
}

function cpuOfFact({ cpu, facts }: Sent): number {
  return cpu.reduce((sum, one) => sum + one, 0) / facts;
}

function load(): string {
  return loadavg()
    .map((one) => one.toFixed(1))
    .join(', ');
}

function show(what: string, { facts, seconds, cpu, peakMib }: Sent): void {
  const each = cpu.map((one) => ((one * 1e6) / facts).toFixed(0)).join(', ');
  const cells = [what, facts, seconds.toFixed(1), Math.round(facts / seconds), each, peakMib?.toFixed(0) ?? ''];
  console.log(`| ${cells.join(' | ')} |`);
}

class ImportRun {
  constructor(
    private readonly world: BenchWorld,
    private readonly services: BenchServices,
    private readonly home: string,
  ) {}

  /** From the first fact to the last answer. */
  async preMade(rows: number, place: number, what = 'facts made before'): Promise<Sent> {
    const facts = await factsOf(await this.#fileOf(rows, place));
    const stream = new DepartmentStream({
      ...{
        source: 'ordering',
        address: this.services.addresses.ordering,
        connection: connectionTo(this.services.addresses.ordering, FEEDS.ordering),
      },
      ...{ origin: Origin.ORIGIN_IMPORTED, portion: 500, onOutcomes: () => {}, signal: undefined },
    });
    const meter = await Meter.start(this.world, this.services.children.get('ordering')?.pid);
    const began = process.cpuUsage();
    for (const fact of facts) await stream.push(fact);
    await stream.flush();
    const at = performance.now();
    const { user, system } = process.cpuUsage(began);
    stream.close();
    const { seconds, cpu } = await meter.stop(at);
    const sent: Sent = { facts: facts.length, seconds, cpu: [(user + system) / 1e6, cpu.own, cpu.postgres ?? 0] };
    show(what, sent);
    return sent;
  }

  async imported(rows: number, place: number): Promise<Sent> {
    const file = await this.#fileOf(rows, place);
    const env = { ...process.env, ...cxEnv({ ordering: this.services.addresses.ordering }) };
    const meter = await Meter.start(this.world, this.services.children.get('ordering')?.pid);
    const child = spawn(process.execPath, ['cli/cx.mjs', 'import', 'csv', file, '--map', MAP], { env, stdio: 'pipe' });
    const watched = watch(child);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    const at = performance.now();
    const { says, cpuSeconds, peakMib } = watched();
    const { seconds, cpu } = await meter.stop(at);
    if (code !== 0 || !says.includes(' 0 refused')) throw new Error(`the import failed: ${says}`);
    const sent: Sent = { facts: rows * FACTS, seconds, cpu: [cpuSeconds, cpu.own, cpu.postgres ?? 0], peakMib };
    show(`cx import csv, ${rows} rows`, sent);
    return sent;
  }

  async #fileOf(rows: number, place: number): Promise<string> {
    const file = join(this.home, `${place}.csv`);
    await writeOrders(file, rows, place * 10_000_000);
    return file;
  }
}

async function factsOf(file: string): Promise<object[]> {
  const { files, joined } = await prepare([file], openMap(MAP, undefined).map);
  const facts: object[] = [];
  for (const { form, table } of files) {
    const { items } = await openRows(file, form, table.columns);
    for await (const portion of mappedRows(items, table, joined))
      for (const item of portion) if (item.kind === 'mapped') facts.push(...item.facts.map(messageOf));
  }
  return facts;
}

/** What a process prints, and what it took while it ran. */
function watch(child: ChildProcessWithoutNullStreams) {
  let [says, cpuSeconds, peakMib] = ['', 0, 0];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      says += piece;
    });
  }
  const look = () => {
    cpuSeconds = cpuOf(child.pid ?? 0) ?? cpuSeconds;
    peakMib = peakOf(child.pid ?? 0) ?? peakMib;
  };
  const timer = setInterval(look, 200);
  return () => {
    clearInterval(timer);
    return { says, cpuSeconds, peakMib };
  };
}

/** The most resident memory that a process ever had; undefined when it has ended. */
function peakOf(pid: number): number | undefined {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line === null ? undefined : Number(line[1]) / 1_024;
  } catch {
    return undefined;
  }
}
