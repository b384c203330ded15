import { measureCalls, showCalls } from './calls-together.js';
import { measureIntake } from './intake.js';
import { MORE_METRICS, measureMoreMetrics } from './more-metrics.js';
import { grouped } from './numbers.js';
import { showIntake } from './show-intake.js';

// npm run bench -- --intake: what an item costs, what more metrics add to it, and what calls with one fact cost. Run as a deployed program, see run-built.ts.

const orders = Number(process.argv[2]);
showIntake(await measureIntake(orders));
const { items, usWithout, usWith } = await measureMoreMetrics(Math.min(orders, 2_000));
const added = `${(usWith - usWithout).toFixed(1)} us more, ${(usWith / usWithout).toFixed(2)} times`;
console.log(
  `\nJudging in ordering, CPU us for each of ${grouped(items)} facts: ${usWithout.toFixed(1)}; with ${MORE_METRICS} more metrics that`,
);
console.log(`no fact concerns: ${usWith.toFixed(1)} (${added}); target: at most 15 us more`);
showCalls(await measureCalls(2_000)); // with fewer orders a way has no turn after its warm-up
