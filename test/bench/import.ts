import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FEEDS } from '#cli/import/callers.js';
import { DepartmentStream } from '#cli/import/department-stream.js';
import { openRows } from '#cli/import/files/read-rows.js';
import { mappedRows } from '#cli/import/mapped/map-rows.js';
import { messageOf } from '#cli/import/mapped/messages.js';
import { openMap } from '#cli/import/mapped/open-map.js';
import { prepare } from '#cli/import/mapped/prepare.js';
import { Origin } from '#libs/contracts/cx/batches/v1/batches.js';
import { runCx } from '#test/stack/run-cx.js';
import { MAP, writeOrders } from './orders-file.js';
import { type BenchServices, startBenchServices } from './services.js';
import { startBenchWorld } from './world.js';

/** A file that `cx import csv` has sent to a real department. */
interface Imported {
  readonly rows: number;
  readonly seconds: number;
  /** The most memory that the process had. */
  readonly peakMib: number;
}

/** Orders whose facts are made before the clock starts. */
const PRE_MADE = 50_000;
const SMALL = 100_000;
/** Facts that a row makes. */
const FACTS = 2;

/**
 * Measures `cx import csv` against what the department takes when the facts are made beforehand, in one run: pre-made facts, a
 * file of 100,000 rows, the file of `rows`, pre-made facts again.
 */
export async function measureImport(rows: number): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'cx-bench-import-'));
  const world = await startBenchWorld();
  const services = await startBenchServices(world, '');
  try {
    await runCx(['--help']); // builds the bundle
    console.log(`\n## Files by a map, to a department that judges; load of the machine before: ${load()}\n`);
    console.log('| what | facts | seconds | facts/s | most memory, MiB |\n| --- | --: | --: | --: | --: |');
    const before = await sendPreMade(services, home, 1);
    const small = await importFile(services, home, SMALL, 2);
    const large = await importFile(services, home, rows, 3);
    const after = await sendPreMade(services, home, 4);
    const rate = (2 * PRE_MADE * FACTS) / (before + after);
    const reached = (large.rows * FACTS) / large.seconds / rate;
    console.log(
      `\nThe import reaches ${(100 * reached).toFixed(0)} % of what the department takes; the target is 80 %.`,
    );
    console.log(
      `Its memory with ${large.rows / small.rows} times the rows: ${(large.peakMib / small.peakMib).toFixed(2)} times.`,
    );
    console.log(`Load of the machine after: ${load()}.`);
  } finally {
    await services.stop();
    await world.stop();
    rmSync(home, { recursive: true });
  }
}

function load(): string {
  return loadavg()
    .map((one) => one.toFixed(1))
    .join(', ');
}

function show(what: string, facts: number, seconds: number, memory = ''): void {
  console.log(`| ${what} | ${facts} | ${seconds.toFixed(1)} | ${Math.round(facts / seconds)} | ${memory} |`);
}

/** Seconds from the first fact to the last answer. */
async function sendPreMade({ addresses }: BenchServices, home: string, place: number): Promise<number> {
  const file = join(home, `${place}.csv`);
  await writeOrders(file, PRE_MADE, place * 10_000_000);
  const { files, joined } = await prepare([file], openMap(MAP, undefined).map);
  const facts: object[] = [];
  for (const { form, table } of files) {
    const { items } = await openRows(file, form, table.columns);
    for await (const portion of mappedRows(items, table, joined))
      for (const item of portion) if (item.kind === 'mapped') facts.push(...item.facts.map(messageOf));
  }
  const stream = new DepartmentStream({
    ...{ source: 'ordering', address: addresses.ordering, feed: FEEDS.ordering, origin: Origin.ORIGIN_IMPORTED },
    ...{ portion: 500, onOutcomes: () => {}, signal: undefined },
  });
  const startedAt = performance.now();
  for (const fact of facts) await stream.push(fact);
  await stream.flush();
  const seconds = (performance.now() - startedAt) / 1_000;
  stream.close();
  show('facts made before', facts.length, seconds);
  return seconds;
}

async function importFile({ addresses }: BenchServices, home: string, rows: number, place: number): Promise<Imported> {
  const file = join(home, `${place}.csv`);
  await writeOrders(file, rows, place * 10_000_000);
  const env = { ...process.env, CX_ADDRESSES: `ordering=${addresses.ordering}` };
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['cli/cx.mjs', 'import', 'csv', file, '--map', MAP], { env, stdio: 'pipe' });
  let says = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => (says += piece));
  let peakMib = 0;
  const timer = setInterval(() => {
    peakMib = peakOf(child.pid ?? 0) ?? peakMib;
  }, 50);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (code !== 0 || !says.includes(' 0 refused')) throw new Error(`the import failed: ${says}`);
  show(`cx import csv, ${rows} rows`, rows * FACTS, seconds, peakMib.toFixed(0));
  return { rows, seconds, peakMib };
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
