import type { IntakeCost } from './intake.js';
import { grouped, rate } from './numbers.js';
import { totalOf } from './stored-bytes.js';

export function showIntake(costs: readonly IntakeCost[]): void {
  console.log(
    '| department | facts and milestones | /s | CPU us each: Node, PostgreSQL | WAL bytes each | stored bytes each |',
  );
  console.log('| --- | --: | --: | --: | --: | --: |');
  for (const { department, items, seconds, nodeUs, postgresUs, walBytes, storedBytes } of costs) {
    const cpu = `${nodeUs.toFixed(0)}, ${postgresUs.toFixed(0)}`;
    const figures = [grouped(items), rate(items / seconds), cpu, walBytes.toFixed(0), storedBytes.toFixed(0)];
    console.log(`| ${[department, ...figures].join(' | ')} |`);
  }
  for (const { department, items, tables } of costs) {
    console.log(`\nBytes of ${department} for each: rows, and indexes by name`);
    const each = (bytes: number) => (bytes / items).toFixed(0);
    for (const table of tables.filter((one) => totalOf(one) / items >= 1)) {
      const indexes = [...table.indexes].map(([name, bytes]) => `${name} ${each(bytes)}`);
      console.log(`- ${table.table}: ${[each(table.rows), ...indexes].join(', ')}`);
    }
  }
}
