import { COLUMNS, coveredMetrics } from './covered.js';

/** `npm run covered`: what keeps each metric right, a line each, and how many have none of something. */
const rows = coveredMetrics();
for (const row of rows) {
  console.log([row.metric.padEnd(34), ...COLUMNS.map((column) => `${column} ${row[column] ?? '-'}`)].join('  '));
}
for (const column of COLUMNS) {
  const without = rows.filter((row) => row[column] === 0).length;
  const isThere = rows.some((row) => row[column] !== undefined);
  console.log(`metrics without ${column}: ${isThere ? without : 'not built yet'}`);
}
