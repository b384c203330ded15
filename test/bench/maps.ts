import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRows } from '#cli/import/files/read-rows.js';
import { mappedRows } from '#cli/import/mapped/map-rows.js';
import { messageOf } from '#cli/import/mapped/messages.js';
import { openMap } from '#cli/import/mapped/open-map.js';
import { prepare } from '#cli/import/mapped/prepare.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { grouped } from './numbers.js';
import { MAP, writeOrders } from './orders-file.js';

/** What one department takes in a second at most, by the table of the whole way (docs/performance.md). */
const DEPARTMENT_FACTS = 8_000;

/** What mapping a file costs by itself: nothing is sent. */
export interface MapsResult {
  readonly rows: number;
  readonly facts: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Resident memory in MiB after each tenth of the rows. */
  readonly memoryMib: readonly number[];
}

/** Reads a file of so many rows by a map and encodes every fact as it would be sent. */
export async function measureMaps(rows: number): Promise<MapsResult> {
  const home = mkdtempSync(join(tmpdir(), 'cx-bench-'));
  try {
    const file = join(home, 'orders.csv');
    await writeOrders(file, rows);
    const { files, joined } = await prepare([file], openMap(MAP, undefined).map);
    const [{ form, table } = fail()] = files;
    const startedAt = performance.now();
    const cpuBefore = process.cpuUsage();
    const memoryMib: number[] = [];
    let facts = 0;
    let read = 0;
    const { items } = await openRows(file, form, table.columns);
    for await (const portion of mappedRows(items, table, joined)) {
      for (const item of portion) {
        if (item.kind !== 'mapped') throw new Error(`line ${item.line} is refused`);
        read += 1;
        for (const fact of item.facts) {
          OrderFact.encode(messageOf(fact) as OrderFact).finish();
          facts += 1;
        }
        if (read % (rows / 10) === 0) memoryMib.push(Math.round(process.memoryUsage.rss() / 1_048_576));
      }
    }
    const { user, system } = process.cpuUsage(cpuBefore);
    return {
      rows: read,
      facts,
      seconds: (performance.now() - startedAt) / 1_000,
      cpuSeconds: (user + system) / 1e6,
      memoryMib,
    };
  } finally {
    rmSync(home, { recursive: true });
  }
}

function fail(): never {
  throw new Error('the file has no table');
}

export function showMaps({ rows, facts, seconds, cpuSeconds, memoryMib }: MapsResult): void {
  // Of CPU time: other programs on the machine do not count.
  const rate = facts / cpuSeconds;
  const shared = 1 / (1 / rate + 1 / DEPARTMENT_FACTS) / DEPARTMENT_FACTS;
  console.log(`${grouped(rows)} rows, ${grouped(facts)} facts in ${seconds.toFixed(1)} s`);
  console.log(
    `- of one core ${grouped(Math.round(rows / cpuSeconds))} rows/s, ${grouped(Math.round(rate))} facts/s, ${((cpuSeconds * 1e6) / facts).toFixed(1)} us of CPU a fact`,
  );
  console.log(`- memory after each tenth, MiB: ${memoryMib.join(', ')}`);
  console.log(
    `- ${(rate / DEPARTMENT_FACTS).toFixed(1)} times what a department takes (${grouped(DEPARTMENT_FACTS)} facts/s)`,
  );
  console.log(`- on one core with the department: ${(100 * shared).toFixed(0)} % of what the department takes alone`);
}
