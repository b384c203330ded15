import { CHECKS } from './checks.js';
import { check, faultOf, type Outcome, program, type Step } from './step.js';
import { inWords, sumOf } from './summary.js';
import { project } from './vitest.js';

/**
 * `npm test` runs everything and ends with one plain line, "812 passed, 0 failed". A word runs a part of it: checks, unit,
 * simulation, contract, e2e or chaos. One failure does not stop the others; the process ends with 1 then.
 */
const PARTS: Readonly<Record<string, readonly Step[]>> = {
  checks: CHECKS,
  unit: [project('unit')],
  simulation: [
    check('100,000 simulated runs of the core, and every pair of crashes', () =>
      faultOf('tsx', 'test/simulation/main.ts'),
    ),
  ],
  contract: [project('contract')],
  e2e: [project('e2e')],
  chaos: [program('a short chaos', 'tsx', 'test/chaos/main.ts', '--orders', '1500', '--kills', '15', '--minutes', '4')],
};

const asked = process.argv[2];
const steps = asked === undefined ? Object.values(PARTS).flat() : PARTS[asked];
if (steps === undefined) throw new Error(`there is no part "${asked}"; there are ${Object.keys(PARTS).join(', ')}`);

const outcomes: { readonly name: string; readonly outcome: Outcome }[] = [];
for (const step of steps) {
  const outcome = await step.run();
  console.log(`${outcome.failed === 0 ? 'ok ' : 'NO '}  ${step.name}: ${inWords(outcome)}`);
  outcomes.push({ name: step.name, outcome });
}

const all = sumOf(outcomes.map(({ outcome }) => outcome));
for (const { name, outcome } of outcomes.filter(({ outcome }) => outcome.failed > 0)) {
  console.log([`\nNot right: ${name}`, ...(outcome.failures ?? [])].join('\n  - '));
}
console.log(`\n${inWords(all)}`);
process.exitCode = all.failed === 0 && all.passed > 0 ? 0 : 1;
